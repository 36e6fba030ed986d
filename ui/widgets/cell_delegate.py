"""How a cell is painted and edited: symbols, changes, problems, saving, and an input by type."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QComboBox,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from ui import assets, theme
from ui.models.field_marks import icon_of, tone_of
from ui.models.paged_table import AnyIndex
from ui.models.record_table import LOOK_ROLE, GridCell, RecordTable
from ui.widgets.editors import ChoiceBox, make_editor, put_text, text_of

_PAD = 10
_ICON = 15
_RECORD = "record_id"
_PATH = "path"
_FILLED = "is_filled"


class CellDelegate(QStyledItemDelegate):
    """Paints `GridCell`s. An editor keeps the record it was opened for: rows may move meanwhile."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        hint = super().sizeHint(option, index)
        return QSize(hint.width() + 2 * _PAD, theme.ROW)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        look = index.data(LOOK_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(look, GridCell):
            self._paint_cell(painter, option, look)
        else:
            self._paint_waiting(painter, option, index)
        painter.restore()

    @override
    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: AnyIndex) -> QWidget:
        model = index.model()
        assert isinstance(model, RecordTable)  # noqa: S101  the grid has no other model
        column, row = model.column_at(index.column()), model.row_at(index.row())
        assert column.field is not None  # noqa: S101  others cannot be edited
        assert row is not None  # noqa: S101  as above
        editor = make_editor(column.field, parent)
        editor.setProperty(_RECORD, row.record.id)
        editor.setProperty(_PATH, column.path)
        theme.set_role(editor, "cell")
        if isinstance(editor, ChoiceBox):
            self.watch_choice(editor)
        return editor

    def watch_choice(self, editor: ChoiceBox) -> None:
        """End the edit when something is chosen, and on the keys that end a plain line's."""
        editor.committed.connect(self._chosen)
        line = editor.lineEdit()
        if line is not None:
            line.installEventFilter(self)

    @override
    def setEditorData(self, editor: QWidget, index: AnyIndex) -> None:
        # A refresh below an open editor must not overwrite what is being typed.
        if editor.property(_FILLED):
            return
        editor.setProperty(_FILLED, True)  # noqa: FBT003  Qt's own signature
        put_text(editor, str(index.data(Qt.ItemDataRole.EditRole) or ""))
        line = editor.lineEdit() if isinstance(editor, QComboBox) else editor
        if isinstance(line, QLineEdit):
            line.selectAll()

    @override
    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: AnyIndex) -> None:
        assert isinstance(model, RecordTable)  # noqa: S101  the grid has no other model
        text = text_of(editor)
        if text != (index.data(Qt.ItemDataRole.EditRole) or "") or not self._is_same_record(
            editor, model, index
        ):
            model.edited.emit(editor.property(_RECORD), editor.property(_PATH), text)

    @override
    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: AnyIndex) -> None:
        area: QRect = option.rect
        editor.setGeometry(area)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the keys of a list's line end the edit as those of a plain line do."""
        parent = watched.parent()
        if isinstance(watched, QLineEdit) and isinstance(parent, ChoiceBox):
            # The list is the editor: its line going is no end of an edit.
            return super().eventFilter(parent, event) if isinstance(event, QKeyEvent) else False
        return super().eventFilter(watched, event)

    def _is_same_record(self, editor: QWidget, model: RecordTable, index: AnyIndex) -> bool:
        row = model.row_at(index.row())
        return row is not None and row.record.id == editor.property(_RECORD)

    def _chosen(self) -> None:
        editor = self.sender()
        if isinstance(editor, QWidget):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def _paint_waiting(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        colors = theme.current()
        area = _area(option)
        painter.fillRect(area, colors.panel)
        width = min(area.width() - 2 * _PAD, 40 + (index.row() * 37 + index.column() * 53) % 70)
        bar = QRect(area.left() + _PAD, area.center().y() - 4, max(width, 0), 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.hover)
        painter.drawRoundedRect(bar, 4, 4)
        _paint_lines(painter, area)

    def _paint_cell(self, painter: QPainter, option: QStyleOptionViewItem, look: GridCell) -> None:
        area = _area(option)
        painter.fillRect(area, _background(option, look))
        _paint_lines(painter, area)
        inner = area.adjusted(_PAD, 0, -_PAD, 0)
        inner = _paint_icons(painter, inner, look)
        _paint_text(painter, inner, option, look)
        if look.severity:
            _paint_underline(painter, area, look.severity)
        if _has(option, QStyle.StateFlag.State_HasFocus):
            _paint_focus(painter, area)


def _area(option: QStyleOptionViewItem) -> QRect:
    area: QRect = option.rect
    return area


def _has(option: QStyleOptionViewItem, flag: QStyle.StateFlag) -> bool:
    state: QStyle.StateFlag = option.state
    return bool(state & flag)


def _background(option: QStyleOptionViewItem, look: GridCell) -> QColor:
    colors = theme.current()
    if _has(option, QStyle.StateFlag.State_Selected):
        return colors.selection
    if look.severity:
        return colors.error_soft if tone_of(look.severity) == "error" else colors.warning_soft
    return colors.changed_soft if look.is_changed else colors.panel


def _paint_lines(painter: QPainter, area: QRect) -> None:
    painter.fillRect(area.left(), area.bottom(), area.width(), 1, theme.current().line)


def _paint_icons(painter: QPainter, inner: QRect, look: GridCell) -> QRect:
    """Paint the symbols at their ends and give what is left for the text."""
    left = [name for name in (look.icon, look.second_icon) if name]
    for name in left:
        _paint_icon(painter, QPoint(inner.left(), inner.center().y()), name)
        inner = inner.adjusted(_ICON + 5, 0, 0, 0)
    right = ""
    if look.severity:
        right = icon_of(look.severity)
    elif look.is_locked and not look.is_deleted:
        right = "lock"
    if look.is_saving:
        right = "saved"
    if right:
        _paint_icon(painter, QPoint(inner.right() - _ICON, inner.center().y()), right)
        inner = inner.adjusted(0, 0, -_ICON - 6, 0)
    return inner


def _paint_icon(painter: QPainter, place: QPoint, name: str) -> None:
    color = "disabled" if name in ("lock", "saved") else ""
    painter.drawPixmap(place.x(), place.y() - _ICON // 2, assets.pixmap(name, _ICON, color=color))


def _paint_text(painter: QPainter, inner: QRect, option: QStyleOptionViewItem, look: GridCell) -> None:
    colors = theme.current()
    font = QFont(option.font)
    font.setWeight(QFont.Weight.DemiBold if look.is_bold else QFont.Weight.Normal)
    font.setStrikeOut(look.is_deleted)
    font.setItalic(look.is_saving)
    painter.setFont(theme.tabular(font))
    muted = look.is_deleted or look.is_saving or look.is_locked
    painter.setPen(getattr(colors, look.color) if look.color else colors.muted if muted else colors.text)
    side = Qt.AlignmentFlag.AlignRight if look.is_number else Qt.AlignmentFlag.AlignLeft
    line = " ".join(look.text.split("\n"))
    shown = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, inner.width())
    painter.drawText(inner, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)


def _paint_underline(painter: QPainter, area: QRect, severity: str) -> None:
    color = theme.current().error if tone_of(severity) == "error" else theme.current().warning
    painter.fillRect(area.left(), area.bottom() - 1, area.width(), 2, color)


def _paint_focus(painter: QPainter, area: QRect) -> None:
    painter.setPen(QPen(theme.current().accent, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(area.adjusted(1, 1, -1, -1))
