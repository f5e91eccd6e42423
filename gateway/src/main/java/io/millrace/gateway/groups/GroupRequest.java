package io.millrace.gateway.groups;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.http.Json;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.IsolationLevel;

/** Reads the bodies of requests: how a member begins, or the token with which he goes on. */
final class GroupRequest {
    private static final int BAD_REQUEST = 400;
    private static final Set<String> BEGIN = Set.of("topics", "offset", "isolation_level");
    private static final String RESUME = "resume";

    private GroupRequest() {}

    /** {@code {"topics", "offset", "isolation_level"}} or {@code {"resume"}}; the first is a new member's token. */
    static ResumeToken of(byte[] body, String group, IsolationLevel isolation) {
        JsonNode request = Json.readObject(body, "The body");
        for (Iterator<String> names = request.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!name.equals(RESUME) && !BEGIN.contains(name)) {
                throw wrong("Unrecognized field: " + name
                        + "; there are topics, offset and isolation_level to begin, and resume to go on");
            }
        }
        if (request.has(RESUME)) {
            return resumed(request, group);
        }
        return ResumeToken.first(new Membership(
                group,
                UUID.randomUUID(),
                topics(request.path("topics")),
                choice(request, "offset", List.of("earliest", "latest"), "earliest")
                        .equals("earliest"),
                IsolationLevel.valueOf(choice(
                                request,
                                "isolation_level",
                                List.of("read_committed", "read_uncommitted"),
                                isolation.toString())
                        .toUpperCase(Locale.ROOT))));
    }

    /** The token alone. */
    static ResumeToken resumed(byte[] body, String group) {
        JsonNode request = Json.readObject(body, "The body");
        if (!request.has(RESUME)) {
            throw wrong("resume is missing: the token of the last answer");
        }
        return resumed(request, group);
    }

    private static ResumeToken resumed(JsonNode request, String group) {
        if (request.size() > 1) {
            throw wrong("resume stands alone: the token holds the topics and where they were begun. To read others,"
                    + " begin anew without it");
        }
        JsonNode written = request.path(RESUME);
        if (!written.isTextual()) {
            throw wrong("resume is a string, the token of the last answer");
        }
        return ResumeToken.of(written.textValue(), group);
    }

    private static List<String> topics(JsonNode written) {
        Set<String> topics = new LinkedHashSet<>();
        for (JsonNode each : written) {
            if (!written.isArray() || !each.isTextual() || each.textValue().isBlank()) {
                throw wrong("topics is an array of names");
            }
            topics.add(each.textValue());
        }
        if (topics.isEmpty()) {
            throw wrong("topics is an array of one name at least; or send resume, the token of the last answer");
        }
        if (topics.size() > ResumeToken.TOPICS_MAX) {
            throw wrong("topics has " + ResumeToken.TOPICS_MAX + " names at most");
        }
        return List.copyOf(topics);
    }

    private static String choice(JsonNode request, String name, List<String> choices, String otherwise) {
        JsonNode written = request.path(name);
        if (written.isMissingNode() || written.isNull()) {
            return otherwise;
        }
        if (!choices.contains(written.asText())) {
            throw wrong(name + " is " + String.join(" or ", choices) + ", not '" + written.asText() + "'");
        }
        return written.asText();
    }

    private static HttpProblemException wrong(String message) {
        return new HttpProblemException(BAD_REQUEST, message);
    }
}
