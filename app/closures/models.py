"""What is entered when venues have other hours on some dates; the tables are those of `venues` and `claims`."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class HoursDraft:
    """From `first` to `last`, both included, these hours and no others; None: not open."""

    first: date
    last: date
    hours: tuple[int, int] | None
    reason: str

    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]
