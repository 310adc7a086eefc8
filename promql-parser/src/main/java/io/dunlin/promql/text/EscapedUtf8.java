package io.dunlin.promql.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Decodes UTF-8 without losing bytes that are none: such a byte b becomes the lone surrogate U+DC00 + b, which no valid
 * text holds. {@link Quoting} prints it as the byte again; {@link #isValid} finds it.
 */
public final class EscapedUtf8 {
    private static final char ESCAPE = 0xDC00;

    private EscapedUtf8() {}

    /** Returns the text of the bytes. */
    public static String decode(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        while (result.isError()) {
            out.put((char) (ESCAPE + (in.get() & 0xFF)));
            result = decoder.reset().decode(in, out, true);
        }
        return out.flip().toString();
    }

    /** Returns whether a code point stands for a byte that is no UTF-8. */
    static boolean isEscapedByte(int codePoint) {
        return codePoint >= ESCAPE + 0x80 && codePoint <= ESCAPE + 0xFF;
    }

    /** Returns whether a text holds no byte that is no UTF-8. */
    public static boolean isValid(String text) {
        return text.codePoints().noneMatch(EscapedUtf8::isEscapedByte);
    }
}
