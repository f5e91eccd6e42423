package io.millrace.connect.worker.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The members of one generation of the group by worker id, and who leads. */
record Roster(int generation, String leader, SortedMap<String, Member> members) {

    static final Roster EMPTY = new Roster(-1, "", Collections.emptySortedMap());

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * @param url where the worker's REST interface answers
     * @param run tells one life of the worker's process from the next, which takes the same place in the group
     */
    record Member(String url, String run) {}

    SortedSet<String> ids() {
        return new TreeSet<>(members.keySet());
    }

    Optional<URI> url(String worker) {
        return Optional.ofNullable(members.get(worker)).map(Member::url).map(URI::create);
    }

    /** What the leader tells everybody; the generation comes with it from the broker. */
    ByteBuffer write() {
        ObjectNode value = MAPPER.createObjectNode();
        value.put("leader", leader);
        ObjectNode all = value.putObject("members");
        members.forEach((worker, member) ->
                all.putObject(worker).put("url", member.url()).put("run", member.run()));
        return bytes(value);
    }

    static Roster read(int generation, ByteBuffer bytes) {
        JsonNode value = parse(bytes);
        SortedMap<String, Member> members = new TreeMap<>();
        value.path("members").properties().forEach(member -> members.put(member.getKey(), member(member.getValue())));
        return new Roster(generation, value.path("leader").asText(), members);
    }

    /**
     * What a worker says of itself when it joins.
     *
     * @param attempt counts its joins: a static member that says the same as before would get its old generation again
     */
    static ByteBuffer introduce(String worker, Member member, int attempt) {
        return bytes(MAPPER.createObjectNode()
                .put("worker", worker)
                .put("url", member.url())
                .put("run", member.run())
                .put("attempt", attempt));
    }

    static Map.Entry<String, Member> readIntroduction(ByteBuffer bytes) {
        JsonNode value = parse(bytes);
        return Map.entry(value.path("worker").asText(), member(value));
    }

    private static Member member(JsonNode value) {
        return new Member(value.path("url").asText(), value.path("run").asText());
    }

    private static JsonNode parse(ByteBuffer bytes) {
        try {
            return MAPPER.readTree(
                    StandardCharsets.UTF_8.decode(bytes.duplicate()).toString());
        } catch (IOException e) {
            throw new IllegalArgumentException("a member that does not speak our protocol", e);
        }
    }

    private static ByteBuffer bytes(JsonNode value) {
        try {
            return ByteBuffer.wrap(MAPPER.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
