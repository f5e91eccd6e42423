package io.millrace.gateway.produce;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.http.Json;
import java.io.IOException;
import java.util.List;
import org.apache.kafka.common.header.Header;

/** Reads a record from a line or a message, such as {@code {"key":"k","value":{"a":1}}}. One thread at a time. */
final class LineReader {
    private final String what;
    private final int partitions;
    private final LineSide keys;
    private final LineSide values;

    /**
     * For a topic of so many partitions.
     *
     * @param what is read, as its errors begin
     */
    LineReader(String what, int partitions, LineSide keys, LineSide values) {
        this.what = what;
        this.partitions = partitions;
        this.keys = keys;
        this.values = values;
    }

    /** Fails with what is wrong with the line. */
    Draft read(byte[] bytes, int from, int length) {
        try (JsonParser parser = Json.parser(bytes, from, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new HttpProblemException(400, what + " is not a JSON object");
            }
            Draft draft = read(parser, bytes, from);
            if (parser.nextToken() != null) {
                throw new HttpProblemException(400, what + " has something behind its JSON object");
            }
            return draft;
        } catch (IOException e) {
            throw Json.unreadable(e, what);
        }
    }

    private Draft read(JsonParser parser, byte[] bytes, int from) throws IOException {
        Integer partition = null;
        Long timestampMs = null;
        List<Header> headers = List.of();
        byte[] key = null;
        byte[] value = null;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "key" -> key = keys.read(parser, bytes, from);
                case "value" -> value = values.read(parser, bytes, from);
                case "partition" -> partition = V3Entry.partition(Json.read(parser), "partition", partitions);
                case "timestamp" -> timestampMs = V3Entry.timestampMs(Json.read(parser));
                case "headers" -> headers = V3Entry.headers(Json.read(parser));
                default -> throw new HttpProblemException(422, "Unrecognized field: " + name);
            }
        }
        return new Draft(partition, timestampMs, headers, key, value);
    }
}
