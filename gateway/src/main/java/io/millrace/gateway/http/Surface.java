package io.millrace.gateway.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import java.util.Arrays;
import java.util.List;

/** The interfaces that the gateway speaks side by side, by the media types of their answers. */
public final class Surface {
    /** REST Proxy v2. */
    public static final Surface V2 =
            new Surface("application/vnd.kafka.v2+json", "application/vnd.kafka+json", "application/json");

    /** Records of REST Proxy v2: in the format of the consumer, which the general types leave to it. */
    public static final Surface V2_RECORDS = new Surface(
            "application/vnd.kafka.v2+json",
            "application/vnd.kafka+json",
            "application/json",
            "application/vnd.kafka.binary.v2+json",
            "application/vnd.kafka.json.v2+json",
            "application/vnd.kafka.avro.v2+json",
            "application/vnd.kafka.jsonschema.v2+json",
            "application/vnd.kafka.protobuf.v2+json");

    /** REST Proxy v3, and everything of ours. */
    public static final Surface PLAIN = new Surface("application/json");

    /** Objects on lines. */
    static final Surface LINES =
            new Surface("application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines");

    /** One JSON document after the other, each on a line. */
    public static final MediaType NDJSON = MediaType.parse("application/x-ndjson");

    /** Records as server-sent events. */
    public static final Surface EVENTS = new Surface("text/event-stream");

    /** Reads of ours, as one document or as lines. */
    public static final Surface RECORDS = new Surface("application/json", NDJSON.toString());

    private final List<MediaType> offered;

    private Surface(String... offered) {
        this.offered = Arrays.stream(offered).map(MediaType::parse).toList();
    }

    /** The type of an error that no handler sees; the headers are null where they could not be read. */
    public static MediaType ofError(RequestHeaders headers) {
        return headers == null ? PLAIN.standard() : of(headers.path()).standard();
    }

    /** The one that a path belongs to. */
    static Surface of(String path) {
        boolean v2 = path.startsWith("/topics") || path.startsWith("/brokers") || path.startsWith("/consumers");
        return v2 ? V2 : PLAIN;
    }

    /** The one for clients that accept any. */
    public MediaType standard() {
        return offered.get(0);
    }

    /** The first offered type that the client accepts best; 406 if it accepts none. */
    MediaType accepted(RequestHeaders headers) {
        List<String> written = headers.getAll(HttpHeaderNames.ACCEPT).stream()
                .flatMap(line -> List.of(line.split(",")).stream())
                .map(String::trim)
                .filter(range -> !range.isEmpty())
                .toList();
        MediaType best = written.isEmpty() ? standard() : null;
        float bestQuality = 0;
        for (String range : written) {
            MediaType wanted = parsed(range);
            for (MediaType each : offered) {
                if (each.belongsTo(wanted.withoutParameters()) && wanted.qualityFactor() > bestQuality) {
                    best = each;
                    bestQuality = wanted.qualityFactor();
                }
            }
        }
        if (best == null) {
            throw new HttpProblemException(406, "HTTP 406 Not Acceptable: this is answered as " + standard());
        }
        return best;
    }

    private static MediaType parsed(String range) {
        try {
            return range.equals("*") ? MediaType.ANY_TYPE : MediaType.parse(range);
        } catch (IllegalArgumentException e) {
            throw new HttpProblemException(400, "The Accept header cannot be read");
        }
    }
}
