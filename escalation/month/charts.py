"""One column of a table as bars, drawn here: no script, and nothing of what is hidden."""

from dataclasses import dataclass

from escalation.month.tables import Cell, Shown

# The label stands above its bar, so that it can be read on a phone as well.
WIDTH, ROW, LINE, BAR = 340, 42, 15, 12


@dataclass(frozen=True)
class Bar:
    label: str
    value: str
    y: int
    text_y: int
    width: float
    is_hidden: bool


@dataclass(frozen=True)
class Chart:
    """What the template draws: sizes in the units of its view box."""

    table: Shown
    bars: list[Bar]
    width: int
    height: int
    bar: int
    hidden_width: int = 40

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width} {self.height}"

    @property
    def says(self) -> str:
        """The picture in words, for who does not see it. The table beside it has the same and more."""
        return "; ".join(f"{bar.label}: {bar.value}" for bar in self.bars)


def chart_of(table: Shown) -> Chart:
    drawn = [(label, cells[table.drawn]) for label, cells in table.rows if cells[table.drawn].words]
    most = max((cell.number or 0 for _label, cell in drawn), default=0)
    bars = [_bar(number, label, cell, most) for number, (label, cell) in enumerate(drawn)]
    return Chart(table, bars, WIDTH, ROW * len(bars), BAR)


def _bar(number: int, label: str, cell: Cell, most: float) -> Bar:
    top = ROW * number
    width = round(WIDTH * (cell.number or 0) / most, 1) if most else 0
    return Bar(label, cell.words, top + LINE + 6, top + LINE, width, cell.is_hidden)
