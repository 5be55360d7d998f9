#!/usr/bin/env python3
"""Checks that everything a program wrote to its terminal is on a short list of what it may write.

usage: grammar.py [--clipboard] CAPTURE     exit 0, or 1 with a line for each violation
module: violations(data: bytes, clipboard=False) -> list[str]

CAPTURE is the raw bytes of the terminal's side. Allowed are:
- printable UTF-8 without C1, bidirectional controls, invisible and private characters;
  the joiner and the variation selectors inside emoji; the tag characters of the three flags of
  Unicode's recommendation (England, Scotland, Wales);
- BS, CR, LF and, right after `ESC ( B`, SI;
- CSI without intermediate bytes and with the finals of painting: A B C D G H J K X d m r t (t only
  22 and 23, the title stack that smcup of some terminal types saves), each with at most 16 numbers;
- DECSET and DECRST of the modes in MODES, and off only for those in OFF;
- insert mode off (CSI 4 l) and the cursor's shape in tmux and screen (CSI 34 h, CSI 34 l);
- ESC 7, ESC 8, ESC =, ESC >, ESC ( B, ESC M;
- OSC 52 that writes the clipboard, only when asked for with --clipboard.

Standard library only; the list is of what xterm, tmux and the Linux console share (ECMA-48, xterm
"Control Sequences").
"""
import re
import sys
import unicodedata

MODES = {1, 7, 12, 25, 1000, 1006, 1049, 2004}
OFF = {6, 9, 1002, 1003, 1004, 1005, 1015, 1016}
FLAGS = {b"\xf0\x9f\x8f\xb4" + tags.encode() for tags in (
    "\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
)}

# Each pattern is one thing that may be written; the first that fits is taken.
SEQUENCES = [
    re.compile(rb"\x1b\[(?:\d{1,4}(?:;\d{0,4}){0,15})?[ABCDGHJKXdmr]"),
    re.compile(rb"\x1b\[(?:4l|34[hl])"),
    re.compile(rb"\x1b\[2[23](?:;[012]){1,2}t"),
    re.compile(rb"\x1b[78=>M]"),
    re.compile(rb"\x1b\(B\x0f?"),
    re.compile(rb"[\x08\r\n]"),
    re.compile(rb"[\x20-\x7e]+"),
]
PRIVATE = re.compile(rb"\x1b\[\?(\d{1,4}(?:;\d{1,4}){0,15})([hl])")
CLIPBOARD = re.compile(rb"\x1b\]52;c;(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\x07")
# A whole foreign sequence, so that one violation is one line.
STRAY = re.compile(
    rb"\x1b(?:\[[\x20-\x3f]*[\x40-\x7e]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|[\x20-\x2f]*[\x30-\x7e])?"
)
LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def violations(data, clipboard=False):
    """The places of `data` (bytes) that are not allowed, as sentences; none when all is well."""
    found = []
    at = 0
    before = ""
    while at < len(data):
        match = next((m for m in (p.match(data, at) for p in SEQUENCES) if m), None)
        if match:
            before = data[match.end() - 1:match.end()].decode() if data[at] >= 0x20 else ""
            at = match.end()
            continue
        mode = PRIVATE.match(data, at)
        if mode:
            numbers = {int(number) for number in mode[1].split(b";")}
            allowed = MODES if mode[2] == b"h" else MODES | OFF
            if not numbers <= allowed:
                found.append(sentence(at, "a mode that is not ours", mode[0]))
            at = mode.end()
            continue
        if clipboard and (match := CLIPBOARD.match(data, at)):
            at = match.end()
            continue
        flag = next((flag for flag in FLAGS if data.startswith(flag, at)), None)
        if flag:
            at += len(flag)
            before = ""
            continue
        letter = LETTER.match(data, at)
        text = decoded(letter[0]) if letter else None
        if text:
            wrong = trouble(text, before, decoded_at(data, letter.end()))
            if wrong:
                found.append(sentence(at, wrong, letter[0]))
            before = text
            at = letter.end()
            continue
        stray = STRAY.match(data, at)
        end = stray.end() if stray else at + 1
        what = "a sequence that is not ours" if stray else "a byte that is no character"
        found.append(sentence(at, what, data[at:end]))
        at = end
    return found


def decoded(data):
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def decoded_at(data, at):
    letter = LETTER.match(data, at)
    return decoded(letter[0]) if letter else None


def is_emoji(text):
    return bool(text) and unicodedata.category(text) in ("So", "Sk", "Sm", "Po", "Cn") and ord(text) > 0xA8


def trouble(text, before, after):
    """What is wrong with a character beyond ASCII; None when nothing is."""
    code, category = ord(text), unicodedata.category(text)
    if code == 0x200D:
        return None if (is_emoji(before) or before == "\ufe0f") and is_emoji(after) else "a lone joiner"
    if code in (0xFE0E, 0xFE0F):
        return None if before and (is_emoji(before) or before in "0123456789#*") else "a lone selector"
    if code < 0xA0:
        return "a C1 control"
    if 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069 or code in (0x200E, 0x200F, 0x061C):
        return "a bidirectional control"
    if category in ("Cf", "Cc", "Cs", "Co", "Zl", "Zp") or 0xE0000 <= code <= 0xE0FFF:
        return "an invisible character"
    if code in (0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0) or 0x180B <= code <= 0x180F \
            or 0xFE00 <= code <= 0xFE0F:
        return "an invisible character"
    return None


def sentence(at, what, data):
    return f"byte {at}: {what}: {data[:40]!r}"


def main():
    arguments = sys.argv[1:]
    clipboard = "--clipboard" in arguments
    files = [argument for argument in arguments if argument != "--clipboard"]
    if len(files) != 1:
        sys.exit(__doc__.split("\n\n")[1])
    with open(files[0], "rb") as capture:
        found = violations(capture.read(), clipboard)
    for line in found:
        print(line)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
