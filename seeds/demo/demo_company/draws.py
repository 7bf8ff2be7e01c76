"""Random draws that keep to their shares, so that a small company still shows its story."""

from collections.abc import Hashable
from math import exp, log
from random import Random
from statistics import NormalDist

HAND = 12


class Decks:
    """Uniform draws by purpose: every hand of 12 has one from each twelfth of [0, 1)."""

    def __init__(self, rng: Random) -> None:
        """Start with empty decks."""
        self._rng = rng
        self._decks: dict[Hashable, list[float]] = {}

    def uniform(self, *purpose: Hashable) -> float:
        """The next draw for this purpose."""
        deck = self._decks.setdefault(purpose, [])
        if not deck:
            deck.extend((n + self._rng.random()) / HAND for n in range(HAND))
            self._rng.shuffle(deck)
        return deck.pop()

    def log_normal(self, typical: float, spread: float, *purpose: Hashable) -> float:
        """A positive number whose median is `typical`."""
        share = min(max(self.uniform(*purpose), 0.001), 0.999)
        return exp(log(typical) + spread * NormalDist().inv_cdf(share))
