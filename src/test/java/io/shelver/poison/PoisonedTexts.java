// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.poison;

import static io.shelver.poison.Poison.deadLetter;
import static io.shelver.poison.Poison.described;
import static io.shelver.poison.Poison.title;
import static io.shelver.poison.Poison.titled;
import static io.shelver.poison.Poison.value;

import io.shelver.poison.Poison.Expected;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Texts that confuse people, tokenizers and terminals, and very long texts. */
final class PoisonedTexts {
    private static final Expected SCORED = title("scored");
    /** If normalisation leaves no word, the title is unreadable and the listing goes to review. */
    private static final Expected DECIDED = title("scored", "unreadable");
    private static final Expected NO_LISTING = deadLetter("NOT_A_LISTING");
    private static final int MOST = 10_000;

    private PoisonedTexts() {
    }

    static List<Poison> controls() {
        List<Poison> texts = new ArrayList<>();
        for (char control : new char[]{0, 1, 7, 8, 9, 10, 11, 12, 13, 0x1b, 0x7f, 0x85, 0x9b, 0xad, 0x2028, 0xfff9,
                0xffff}) {
            texts.add(titled("U+%04X between words".formatted((int) control),
                    "Men" + control + "Blue" + control + "Tshirt", SCORED));
            texts.add(titled("U+%04X alone".formatted((int) control), String.valueOf(control).repeat(50),
                    Character.isWhitespace(control) ? NO_LISTING : DECIDED));
        }
        texts.add(titled("a terminal's commands", "\u001b[2J\u001b]0;owned\u0007 shirt", SCORED));
        texts.add(titled("a log line of its own", "shirt\r\n12:00:00 INFO all is well", SCORED));
        return texts;
    }

    static List<Poison> directions() {
        List<Poison> texts = new ArrayList<>();
        for (char mark : new char[]{0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068,
                0x2069, 0x61c}) {
            texts.add(titled("U+%04X in front".formatted((int) mark), mark + Poison.TITLE, SCORED));
            texts.add(titled("U+%04X alone".formatted((int) mark), String.valueOf(mark).repeat(MOST), DECIDED));
        }
        texts.add(titled("as in Trojan Source", "/*\u202e } \u2066if (isAdmin)\u2069 \u2066 begin admins only */ shirt",
                SCORED));
        texts.add(titled("nested 5,000 times", "\u202e".repeat(5_000) + "\u202c".repeat(5_000), DECIDED));
        return texts;
    }

    /** Lone surrogates and other bytes that UTF-8 does not allow (RFC 3629). Avro reads them as U+FFFD. */
    static List<Poison> brokenUtf8() {
        List<Poison> texts = new ArrayList<>();
        int[][] sequences = {{0xed, 0xa0, 0x80}, {0xed, 0xbf, 0xbf}, {0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80}, {0xc0, 0x80},
                {0xc1, 0xbf},
                {0xe0, 0x80, 0xaf}, {0xf0, 0x80, 0x80, 0xaf}, {0xf4, 0x90, 0x80, 0x80}, {0xf8, 0x88, 0x80, 0x80, 0x80},
                {0xfe}, {0xff},
                {0x80}, {0xc3}, {0xe2, 0x82}, {0xf0, 0x9f, 0x98}, {0xef, 0xbf, 0xbe}};
        for (int[] sequence : sequences) {
            StringBuilder name = new StringBuilder();
            for (int each : sequence) {
                name.append("%02X ".formatted(each));
            }
            texts.add(value(name + "in the title", withTitle(sequence), SCORED));
            texts.add(value(name + "in the id", withId(sequence), deadLetter("KEY_MISMATCH")));
        }
        return texts;
    }

    private static byte[] withTitle(int[] sequence) {
        return replaced(Poison.event("Men X".concat("Y".repeat(sequence.length - 1)) + " Tshirt", null), "X", sequence);
    }

    private static byte[] withId(int[] sequence) {
        String id = "X".concat("Y".repeat(sequence.length - 1));
        return replaced(io.shelver.testing.Uploads.bytes(io.shelver.testing.Uploads.upload(id).build()), "X", sequence);
    }

    private static byte[] replaced(byte[] event, String first, int[] with) {
        for (int at = 10; at < event.length; at++) {
            if (event[at] == first.charAt(0)) {
                ByteBuffer out = ByteBuffer.wrap(event).position(at);
                for (int each : with) {
                    out.put((byte) each);
                }
                return event;
            }
        }
        throw new IllegalArgumentException("no " + first);
    }

    static List<Poison> combining() {
        List<Poison> texts = new ArrayList<>();
        for (char mark : new char[]{0x300, 0x301, 0x308, 0x334, 0x338, 0x340, 0x345, 0x489, 0x64b, 0x1ab0, 0x20dd,
                0x20e3, 0x3099, 0xfe0f, 0xfe20}) {
            texts.add(titled("9,999 of U+%04X on one letter".formatted((int) mark),
                    "a" + String.valueOf(mark).repeat(MOST - 1), DECIDED));
        }
        // Normalisation makes this eighteen times as long, which is the most in Unicode.
        texts.add(titled("10,000 of U+FDFA", "\ufdfa".repeat(MOST), DECIDED));
        texts.add(described("200,000 of U+FDFA", "\ufdfa".repeat(200_000), DECIDED));
        texts.add(described("200,000 marks on one letter", "a" + "\u0301".repeat(199_999), DECIDED));
        texts.add(titled("Hangul without a syllable", "\u1100\u1161\u11a8".repeat(3_333), DECIDED));
        return texts;
    }

    static List<Poison> invisible() {
        List<Poison> texts = new ArrayList<>();
        for (String mark : List.of("\u200b", "\u200c", "\u200d", "\u2060", "\u2061", "\ufeff", "\u00ad", "\u034f",
                "\u180e", "\u3164",
                "\uffa0", "\ud83d\udc68\u200d", "\udb40\udc41", "\u115f", "\u17b4")) {
            texts.add(titled("%x within every word".formatted(mark.codePointAt(0)),
                    String.join(mark, Poison.TITLE.split("")), DECIDED));
            texts.add(titled("nothing but %x".formatted(mark.codePointAt(0)), mark.repeat(3_000), DECIDED));
        }
        return texts;
    }

    static List<Poison> homoglyphs() {
        List<Poison> texts = new ArrayList<>();
        for (String words : List.of("Nikе Меn Вluе Тshirt", "Ｎｉｋｅ Ｍｅｎ Ｂｌｕｅ", "𝐍𝐢𝐤𝐞 𝐌𝐞𝐧 𝐁𝐥𝐮𝐞",
                "𝓝𝓲𝓴𝓮 𝓜𝓮𝓷", "Ⓝⓘⓚⓔ Ⓜⓔⓝ", "🅽🅸🅺🅴 🅼🅴🅽",
                "ɴɪᴋᴇ ᴍᴇɴ ʙʟᴜᴇ", "ııııı İİİİİ", "ſhirt ﬀ ﬁ ﬂ", "ßßßßß ẞẞẞ", "Ωμέγα ΩΩΩ", "١٢٣٤٥ ໑໒໓", "NIKE\u0000MEN",
                "nıke men", "ΝΙΚΕ ΜΕΝ",
                "Ꮎ Ꭼ Ꭵ", "⒩⒤⒦⒠", "ℕ𝕚𝕜𝕖")) {
            texts.add(titled(words, words, DECIDED));
        }
        return texts;
    }

    static List<Poison> oneLetter() {
        List<Poison> texts = new ArrayList<>();
        for (String letter : List.of("x", "é", "中", "😀", "\u0301", "0", "-", ".")) {
            int length = letter.length();
            texts.add(
                    titled("as many %s as a title may have".formatted(letter), letter.repeat(MOST / length), DECIDED));
            texts.add(titled("one %s more".formatted(letter), letter.repeat(MOST / length + 1), NO_LISTING));
            texts.add(described("as many %s as a description may have".formatted(letter),
                    letter.repeat(200_000 / length), SCORED));
            int bytes = Poison.bytes(letter).length;
            texts.add(titled("10 MB of %s".formatted(letter), letter.repeat(10_000_000 / bytes), NO_LISTING));
        }
        texts.add(titled("17 MB of x", "x".repeat(17_000_000), deadLetter("UPLOAD_TOO_LARGE")));
        return texts;
    }

    static List<Poison> withoutEnd() {
        List<Poison> texts = new ArrayList<>();
        for (String piece : List.of(" ", "\n", "\t", "\u00a0", "\u3000", "a ", "ab", "word ", "1,", "()",
                "\ud83d\udc68\u200d\ud83d\udc69 ", "\r\n",
                "é\u0301", "不 ", "_-", "aA")) {
            String full = piece.repeat(MOST / piece.length());
            texts.add(titled("a title of '%s'".formatted(HexFormat.of().formatHex(Poison.bytes(piece))), full,
                    full.isBlank() ? NO_LISTING : DECIDED));
            texts.add(described("a description of '%s'".formatted(HexFormat.of().formatHex(Poison.bytes(piece))),
                    piece.repeat(200_000 / piece.length()), SCORED));
        }
        return texts;
    }
}
