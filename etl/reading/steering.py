"""Characters that nobody sees and that steer whatever shows a text: the direction of what stands around it, a terminal."""

import re

# Control characters without tab and line ends; embeddings, overrides and isolates of direction; what is no character.
_STEERING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


def steering(text: str) -> str:
    """What to say of a text that holds some of them, empty for every other one."""
    found = dict.fromkeys(_STEERING.findall(text))
    if not found:
        return ""
    named = ", ".join(f"U+{ord(letter):04X}" for letter in found)
    return f"Der Text enthält unsichtbare Steuerzeichen ({named}), die umstellen können, was um ihn herum steht. Bitte ohne sie eingeben."
