package io.dunlin.remotewrite;

import io.dunlin.tsdb.storage.Appender;
import org.agrona.DirectBuffer;

/**
 * Reads one version of the remote-write message into an appender. Neither commits nor rolls back. One thread at a time;
 * reused from request to request.
 */
interface RequestDecoder {
    /**
     * Decodes a whole message.
     *
     * @param maxTime the newest sample time to accept, in Unix milliseconds
     * @return what was appended; belongs to the decoder and is valid until the next call
     * @throws MalformedRequestException when the bytes are not the message; the appender must then be rolled back
     * @throws io.dunlin.tsdb.storage.WriteRejectedException when a sample was refused and the message's version lets the
     *     whole request fail for it; the appender must then be rolled back
     */
    WriteCounts decode(DirectBuffer message, int length, long maxTime, Appender appender);
}
