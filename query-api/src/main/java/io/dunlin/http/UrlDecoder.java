package io.dunlin.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Percent-decoding as in URLs and forms, strict: a broken escape and bytes that are no UTF-8 are the client's errors. */
final class UrlDecoder {
    private static final int ESCAPE_LENGTH = 3;

    private UrlDecoder() {}

    /**
     * Decodes a part of a URL or form.
     *
     * @param plusIsSpace whether {@code +} stands for a space, as in queries and forms, or for itself, as in paths
     * @throws ApiException when an escape is broken or the result is not UTF-8
     */
    static String decode(String text, boolean plusIsSpace) {
        if (text.indexOf('%') < 0) {
            return plusIsSpace ? text.replace('+', ' ') : text;
        }
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        byte[] decoded = new byte[raw.length];
        int size = 0;
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] == '%') {
                decoded[size++] = escaped(raw, i);
                i += ESCAPE_LENGTH - 1;
            } else {
                decoded[size++] = raw[i] == '+' && plusIsSpace ? (byte) ' ' : raw[i];
            }
        }
        return utf8(decoded, size, text);
    }

    private static byte escaped(byte[] raw, int at) {
        int high = at + 2 < raw.length ? Character.digit(raw[at + 1], 16) : -1;
        int low = at + 2 < raw.length ? Character.digit(raw[at + 2], 16) : -1;
        if (high < 0 || low < 0) {
            int end = Math.min(raw.length, at + ESCAPE_LENGTH);
            String escape = new String(raw, at, end - at, StandardCharsets.UTF_8);
            throw new ApiException(ErrorType.BAD_DATA, "invalid URL escape \"" + escape + "\"");
        }
        return (byte) (high << 4 | low);
    }

    private static String utf8(byte[] bytes, int size, String source) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, 0, size))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ApiException(ErrorType.BAD_DATA, "not valid UTF-8 after decoding: \"" + source + "\"");
        }
    }
}
