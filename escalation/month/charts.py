"""Tables as pictures, drawn here: no script, and nothing of what is hidden."""

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
    is_week: bool = False

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


# A week: a strip for each day, a bar for each hour that somebody asked in, and a line for who was there.
HOUR_WIDTH, STRIP, TOP, FOOT = 12, 64, 18, 18
HEIGHT = STRIP - TOP - 4
LEFT = 36
NOT_SHOWN_HEIGHT = 4


@dataclass(frozen=True)
class HourBar:
    x: int
    y: float
    height: float
    is_hidden: bool


@dataclass(frozen=True)
class Strip:
    """One day."""

    label: str
    text_y: int
    base: int
    bars: list[HourBar]
    # The steps of who was there, as a path.
    line: str


@dataclass(frozen=True)
class WeekChart:
    table: Shown
    strips: list[Strip]
    ticks: list[tuple[int, str]]
    most_asked: str
    most_there: str
    says: str
    left: int = LEFT
    bar: int = HOUR_WIDTH - 2
    is_week: bool = True

    @property
    def right(self) -> int:
        return LEFT + 24 * HOUR_WIDTH

    @property
    def height(self) -> int:
        return STRIP * len(self.strips) + FOOT

    @property
    def view_box(self) -> str:
        return f"0 0 {self.right} {self.height}"

    @property
    def ticks_y(self) -> int:
        return self.height - 4


def week_chart_of(table: Shown) -> WeekChart:
    """Of a table with a row an hour and two columns a day: asked, on duty. Two scales, each named at the picture."""
    cells = [row for _label, row in table.rows]
    days = len(table.columns) // 2
    asked = [[row[2 * day] for row in cells] for day in range(days)]
    there = [[row[2 * day + 1] for row in cells] for day in range(days)]
    most_asked, most_there = _most(asked), _most(there)
    strips = []
    for day in range(days):
        base = STRIP * (day + 1) - 4
        bars = [bar for hour, cell in enumerate(asked[day]) if (bar := _hour_bar(hour, cell, base, most_asked))]
        name = table.columns[2 * day].split()[0]
        strips.append(Strip(name, base - HEIGHT // 2, base, bars, _line(there[day], base, most_there)))
    ticks = [(LEFT + hour * HOUR_WIDTH, f"{hour:02}") for hour in range(0, 24, 6)]
    says = "; ".join(_in_words(strip.label, table, asked[day]) for day, strip in enumerate(strips))
    return WeekChart(table, strips, ticks, f"{most_asked:g}", f"{most_there:.1f}", says)


def _most(days: list[list[Cell]]) -> float:
    return max((cell.number or 0 for cells in days for cell in cells), default=0)


def _hour_bar(hour: int, cell: Cell, base: int, most: float) -> HourBar | None:
    """Nothing for nobody; what is hidden has one height, whatever it is."""
    x = LEFT + hour * HOUR_WIDTH + 1
    if cell.is_hidden:
        return HourBar(x, base - NOT_SHOWN_HEIGHT, NOT_SHOWN_HEIGHT, is_hidden=True)
    height = round(HEIGHT * (cell.number or 0) / most, 1) if most else 0
    return HourBar(x, base - height, height, is_hidden=False) if height else None


def _line(cells: list[Cell], base: int, most: float) -> str:
    path: list[str] = []
    for hour, cell in enumerate(cells):
        if cell.number is None or not most:
            continue
        x, y = LEFT + hour * HOUR_WIDTH, round(base - HEIGHT * cell.number / most, 1)
        path.append(f"{'L' if path else 'M'}{x} {y:.1f} H{x + HOUR_WIDTH}")
    return " ".join(path)


def _in_words(day: str, table: Shown, cells: list[Cell]) -> str:
    shown = [(cell.number or 0, table.rows[hour][0], cell.words) for hour, cell in enumerate(cells) if cell.number]
    if not shown:
        return f"{day}: –"
    _number, hour, words = max(shown)
    return f"{day}: {hour}, {words}"
