"""Which fonts documents will really be set in: asks fontconfig itself, the library that Pango asks."""

import ctypes
import functools
import itertools
from collections.abc import Iterator

RARE = "喆翀玥昇堃䶮𬭎㛃𣇉"  # name characters that the official faces' free stand-ins lack
_FAMILY, _CHARSET = b"family", b"charset"


class _FontSet(ctypes.Structure):
    _fields_ = (("count", ctypes.c_int), ("room", ctypes.c_int), ("fonts", ctypes.POINTER(ctypes.c_void_p)))


@functools.cache
def _library() -> ctypes.CDLL:
    library = ctypes.CDLL("libfontconfig.so.1")
    for name in ("FcInitLoadConfigAndFonts", "FcNameParse", "FcFontMatch"):
        getattr(library, name).restype = ctypes.c_void_p
    library.FcConfigGetFonts.restype = ctypes.POINTER(_FontSet)
    return library


@functools.cache
def _configuration() -> ctypes.c_void_p:
    """What FONTCONFIG_FILE describes, read once: a command asks several times."""
    return ctypes.c_void_p(_library().FcInitLoadConfigAndFonts())


def families_for(name: str) -> list[str]:
    """The names of the font that answers when a document asks for `name`; none when there is no font at all."""
    library = _library()
    asked = ctypes.c_void_p(library.FcNameParse(name.encode()))
    library.FcConfigSubstitute(_configuration(), asked, 0)
    library.FcDefaultSubstitute(asked)
    result = ctypes.c_int()
    found = library.FcFontMatch(_configuration(), asked, ctypes.byref(result))
    library.FcPatternDestroy(asked)
    return list(_texts(ctypes.c_void_p(found), _FAMILY)) if found else []


def without_glyph(characters: str) -> str:
    """Those of the characters that no font has."""
    charsets = list(_charsets())
    return "".join(c for c in characters if not any(_library().FcCharSetHasChar(s, ord(c)) for s in charsets))


def _charsets() -> Iterator[ctypes.c_void_p]:
    fonts = _library().FcConfigGetFonts(_configuration(), 0)
    for index in range(fonts.contents.count if fonts else 0):
        charset = ctypes.c_void_p()
        font = ctypes.c_void_p(fonts.contents.fonts[index])
        if not _library().FcPatternGetCharSet(font, _CHARSET, 0, ctypes.byref(charset)):
            yield charset


def _texts(pattern: ctypes.c_void_p, key: bytes) -> Iterator[str]:
    value = ctypes.c_char_p()
    for index in itertools.count():
        if _library().FcPatternGetString(pattern, key, index, ctypes.byref(value)) or value.value is None:
            return
        yield value.value.decode()
