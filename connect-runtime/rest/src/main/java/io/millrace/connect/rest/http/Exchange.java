package io.millrace.connect.rest.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.linecorp.armeria.common.QueryParams;
import io.millrace.connect.rest.access.Caller;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One request as its handler sees it. */
public record Exchange(Caller caller, Map<String, String> path, QueryParams query, String body) {
    /** A named part of the path, decoded. */
    public String part(String name) {
        return path.get(name);
    }

    /** All values of a query parameter that may be repeated. */
    public List<String> all(String name) {
        return query.getAll(name);
    }

    /** A query parameter, or what holds without it. */
    public String text(String name, String otherwise) {
        return query.get(name, otherwise);
    }

    /** A yes or no in the query; anything else is the client's mistake. */
    public boolean flag(String name, boolean otherwise) {
        String value = query.get(name);
        if (value == null) {
            return otherwise;
        }
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "" -> true;
            case "false" -> false;
            default ->
                throw new HttpProblemException(
                        400, "The query parameter " + name + " is true or false, not '" + value + "'");
        };
    }

    /** The body, which must be a JSON object. */
    public JsonNode object() {
        JsonNode node = Json.read(body);
        if (!node.isObject()) {
            throw new HttpProblemException(400, "The body is not a JSON object");
        }
        return node;
    }
}
