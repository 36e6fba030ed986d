"""How a cell of a list's small table is painted and edited."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QSize
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget
from typing_extensions import override

from ui import theme
from ui.models.element_table import ElementTable
from ui.models.paged_table import AnyIndex
from ui.widgets.cell_delegate import CellDelegate
from ui.widgets.editors import ChoiceBox, make_editor, text_of


class ElementDelegate(CellDelegate):
    """As in the grid; the model itself knows the element."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(super().sizeHint(option, index).width(), theme.ROW - 4)

    @override
    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: AnyIndex) -> QWidget:
        model = index.model()
        assert isinstance(model, ElementTable)  # noqa: S101  the list has no other model
        editor = make_editor(model.columns[index.column()], parent)
        theme.set_role(editor, "cell")
        if isinstance(editor, ChoiceBox):
            self.watch_choice(editor)
        return editor

    @override
    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: AnyIndex) -> None:
        model.setData(index, text_of(editor))
