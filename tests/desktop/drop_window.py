"""A bare window to try the desktop on: it writes down what is dropped, and has a button and a table."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override


class DropWindow(QWidget):
    def __init__(self, report: Path) -> None:
        super().__init__()
        self.setWindowTitle("Drop here")
        self.setAcceptDrops(True)
        self._report = report
        self._name = QLineEdit()
        self._name.setAccessibleName("Customer name")
        button = QPushButton("&Save")
        button.clicked.connect(self._save)
        table = QTableWidget(2, 2)
        table.setAccessibleName("Customers")
        table.setHorizontalHeaderLabels(["number", "name"])
        for row, texts in enumerate((("1", "Åsa"), ("2", "Zoë"))):
            for column, text in enumerate(texts):
                table.setItem(row, column, QTableWidgetItem(text))
        # The table would take the drop, as every item view does.
        table.setAcceptDrops(False)
        layout = QVBoxLayout(self)
        for part in (self._name, button, table):
            layout.addWidget(part)

    def _save(self) -> None:
        self._report.write_text(f"saved {self._name.text()}", encoding="utf-8")

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls()]
        self._report.write_text("\n".join(files), encoding="utf-8")
        event.acceptProposedAction()


if __name__ == "__main__":
    application = QApplication(sys.argv)
    window = DropWindow(Path(sys.argv[1]))
    window.show()
    sys.exit(application.exec())
