package io.dunlin.remotewrite;

import java.util.Locale;
import java.util.Optional;

/** The protobuf messages of remote-write, told apart by the {@code proto} parameter of the content type. */
enum WriteMessage {
    V1("prometheus.WriteRequest"),
    V2("io.prometheus.write.v2.Request");

    private static final String MEDIA_TYPE = "application/x-protobuf";

    private final String protoName;

    WriteMessage(String protoName) {
        this.protoName = protoName;
    }

    /**
     * Returns the message that a content type announces: {@link #V1} where it names none or is absent, nothing where it
     * is another type or names an unknown message.
     */
    static Optional<WriteMessage> of(String contentType) {
        if (contentType == null || contentType.isBlank()) {
            return Optional.of(V1);
        }
        String[] parts = contentType.split(";", -1);
        if (!parts[0].strip().toLowerCase(Locale.ROOT).equals(MEDIA_TYPE)) {
            return Optional.empty();
        }
        Optional<WriteMessage> message = Optional.of(V1);
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            if (equals < 0) {
                return Optional.empty();
            }
            if (parts[i].substring(0, equals).strip().equals("proto")) {
                message = named(parts[i].substring(equals + 1).strip());
            }
        }
        return message;
    }

    private static Optional<WriteMessage> named(String protoName) {
        for (WriteMessage message : values()) {
            if (message.protoName.equals(protoName)) {
                return Optional.of(message);
            }
        }
        return Optional.empty();
    }
}
