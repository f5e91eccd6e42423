package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.gateway.HttpCaller.Reply;
import java.util.ArrayList;
import java.util.List;

/** A member of a group that remembers the token of the last answer, and may be sent anywhere with it. */
final class GroupClient {
    private static final long PATIENCE_NANOS = 120_000_000_000L;

    private final String group;
    private String body;
    private String token;

    private GroupClient(String group, String body) {
        this.group = group;
        this.body = body;
    }

    /** One who has yet to begin. */
    static GroupClient of(String group, String... topics) {
        return new GroupClient(group, "{\"topics\":[\"" + String.join("\",\"", topics) + "\"]}");
    }

    /** The same with other wishes. */
    static GroupClient with(String group, String body) {
        return new GroupClient(group, body);
    }

    static String resume(String token) {
        return "{\"resume\":\"" + token + "\"}";
    }

    String token() {
        return token;
    }

    void use(String other) {
        token = other;
        body = resume(other);
    }

    /** The answer, whatever it is, and the token remembered if there is one. */
    Reply ask(HttpCaller gateway, String query) {
        Reply reply = gateway.post("/groups/" + group + "/records?format=string" + query, "application/json", body);
        if (reply.status() == 200) {
            use(reply.json().path("resume").asText());
        }
        return reply;
    }

    /** The values of one answer. */
    List<String> read(HttpCaller gateway, int max) {
        Reply reply = ask(gateway, "&max_records=" + max);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        List<String> values = new ArrayList<>();
        for (JsonNode each : reply.json().path("records")) {
            values.add(each.path("value").asText());
        }
        return values;
    }

    /** So many values, over as many answers as it takes. */
    List<String> values(HttpCaller gateway, int count, int max) {
        List<String> values = new ArrayList<>();
        long began = System.nanoTime();
        while (values.size() < count) {
            values.addAll(read(gateway, Math.min(max, count - values.size())));
            assertThat(System.nanoTime() - began).as("only " + values).isLessThan(PATIENCE_NANOS);
        }
        return values;
    }

    Reply leave(HttpCaller gateway) {
        return gateway.post("/groups/" + group + "/leave", "application/json", body);
    }
}
