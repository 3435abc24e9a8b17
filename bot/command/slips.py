"""When a single word is surely a misspelt one."""

from difflib import SequenceMatcher

SHORTEST_SLIP = 4  # letters; of shorter words too many are alike
# words of ordinary talk, which are no slips
ORDINARY = frozenset(
    {"fine", "nice", "thanks", "then", "they", "them", "late", "team", "done", "notes", "plans"}
)


def has_one_other(word: str, typed: str) -> bool:
    """Whether two Chinese words have all characters but one in common, the first among them."""
    others = sum(one != other for one, other in zip(word, typed, strict=False))
    return len(word) == len(typed) > 1 and word[0] == typed[0] and others == 1


def is_slip(typed: str, word: str) -> bool:
    """Whether letters are swapped, or one is too many, missing or wrong; the first one hardly ever is."""
    if len(typed) < SHORTEST_SLIP:
        return False
    if sorted(typed) == sorted(word):
        return True
    same = _in_common(typed, word)
    return typed[0] == word[0] and abs(len(typed) - len(word)) <= 1 and same >= max(len(typed), len(word)) - 1


def _in_common(typed: str, word: str) -> int:
    """How many letters stand in both in the same order."""
    return sum(one.size for one in SequenceMatcher(None, typed, word, autojunk=False).get_matching_blocks())
