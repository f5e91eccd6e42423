package io.millrace.registry.server.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import java.util.List;
import java.util.Optional;

/** Which media types come in and go out. */
public final class MediaTypes {
    /** In the order of preference. */
    private static final List<MediaType> OFFERED = List.of(
            MediaType.parse("application/vnd.schemaregistry.v1+json"),
            MediaType.parse("application/vnd.schemaregistry+json"),
            MediaType.parse("application/json"));

    private static final MediaType BYTES = MediaType.parse("application/octet-stream");

    private MediaTypes() {}

    /** The type of an answer to a client that asks for none. */
    public static MediaType standard() {
        return OFFERED.get(0);
    }

    /** The best type that the client accepts. */
    static MediaType responseType(RequestHeaders headers) {
        List<String> accept = headers.getAll(HttpHeaderNames.ACCEPT);
        if (accept.isEmpty()) {
            return standard();
        }
        List<MediaType> ranges;
        try {
            ranges = accept.stream()
                    .flatMap(line -> List.of(line.split(",")).stream())
                    .map(String::trim)
                    .filter(each -> !each.isEmpty())
                    .map(each -> each.equals("*") ? MediaType.ANY_TYPE : MediaType.parse(each))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new HttpProblemException(400, "The Accept header cannot be read");
        }
        MediaType best = null;
        float bestQuality = 0;
        for (MediaType offered : OFFERED) {
            Optional<Float> quality = ranges.stream()
                    .filter(range -> offered.belongsTo(range.withoutParameters()))
                    .map(MediaType::qualityFactor)
                    .max(Float::compare);
            if (quality.isPresent() && quality.get() > bestQuality) {
                best = offered;
                bestQuality = quality.get();
            }
        }
        if (best == null) {
            throw new HttpProblemException(406, "HTTP 406 Not Acceptable");
        }
        return best;
    }

    /** Refuses a body of a type that is not JSON. */
    static void requireReadable(RequestHeaders headers, int bodyBytes) {
        if (bodyBytes == 0 || headers.get(HttpHeaderNames.CONTENT_TYPE) == null) {
            return;
        }
        MediaType type = headers.contentType();
        if (type == null || (!type.is(BYTES) && OFFERED.stream().noneMatch(each -> type.is(each)))) {
            throw new HttpProblemException(415, "HTTP 415 Unsupported Media Type");
        }
    }
}
