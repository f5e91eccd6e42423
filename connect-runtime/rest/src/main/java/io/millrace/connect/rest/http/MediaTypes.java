package io.millrace.connect.rest.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;

/** JSON in, JSON out. */
final class MediaTypes {
    static final MediaType JSON = MediaType.parse("application/json");

    private MediaTypes() {}

    /** Refuses a client that wants anything but what there is. */
    static void requireAcceptable(RequestHeaders headers, MediaType produced) {
        boolean asked = false;
        for (String line : headers.getAll(HttpHeaderNames.ACCEPT)) {
            for (String range : line.split(",")) {
                if (range.isBlank()) {
                    continue;
                }
                asked = true;
                if (accepts(range.trim(), produced)) {
                    return;
                }
            }
        }
        if (asked) {
            throw new HttpProblemException(406, "HTTP 406 Not Acceptable");
        }
    }

    private static boolean accepts(String range, MediaType produced) {
        if (range.equals("*") || range.startsWith("*/*")) {
            return true;
        }
        try {
            MediaType type = MediaType.parse(range);
            return produced.belongsTo(type.withoutParameters()) && type.qualityFactor() > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Refuses a body of another type; curl's default form type too, as Kafka Connect does. */
    static void requireReadable(RequestHeaders headers, boolean hasBody) {
        String written = headers.get(HttpHeaderNames.CONTENT_TYPE);
        if (!hasBody || written == null) {
            return;
        }
        MediaType type = headers.contentType();
        if (type == null || !type.withoutParameters().equals(JSON)) {
            throw new HttpProblemException(415, "HTTP 415 Unsupported Media Type");
        }
    }
}
