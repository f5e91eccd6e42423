package io.millrace.registry.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Bodies of all kinds that the registry knows; in most of them something is replaced, left out or damaged. */
final class RandomBodies {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String AVRO =
            "{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"R\\\",\\\"fields\\\":[{\\\"name\\\":\\\"a\\\",\\\"type\\\":[\\\"null\\\",\\\"int\\\"],\\\"default\\\":null}]}";
    private static final List<String> SEEDS = List.of(
            "{\"schema\":\"" + AVRO + "\"}",
            "{\"schema\":\"" + AVRO.replace("int", "long") + "\",\"version\":-1,\"id\":0}",
            "{\"schemaType\":\"JSON\",\"schema\":\"{\\\"type\\\":\\\"object\\\",\\\"properties\\\":{\\\"a\\\":{\\\"$ref\\\":\\\"t.json\\\"}}}\","
                    + "\"references\":[{\"name\":\"t.json\",\"subject\":\"t\",\"version\":1}]}",
            "{\"schemaType\":\"JSON\",\"schema\":\"{\\\"type\\\":[\\\"integer\\\",\\\"null\\\"],\\\"maximum\\\":1e3}\"}",
            "{\"schemaType\":\"PROTOBUF\",\"schema\":\"syntax = \\\"proto3\\\"; message M { int32 a = 1; map<string, M> m = 2; }\"}",
            "{\"schema\":\"" + AVRO
                    + "\",\"metadata\":{\"tags\":{\"a\":[\"PII\"]},\"properties\":{\"owner\":\"me\"},\"sensitive\":[\"owner\"]},"
                    + "\"ruleSet\":{\"domainRules\":[{\"name\":\"r\",\"kind\":\"CONDITION\",\"mode\":\"WRITE\",\"type\":\"CEL\",\"expr\":\"true\"}]},"
                    + "\"schemaTagsToAdd\":[{\"schemaEntity\":{\"entityPath\":\"R.a\",\"entityType\":\"sr_field\"},\"tags\":[\"PII\"]}]}",
            "{\"tagsToAdd\":[{\"schemaEntity\":{\"entityPath\":\"R\",\"entityType\":\"sr_record\"},\"tags\":[\"T\"]}],"
                    + "\"rulesToRemove\":[\"r\"],\"newVersion\":2}",
            "{\"compatibility\":\"FULL_TRANSITIVE\",\"normalize\":true,\"alias\":\"t\",\"compatibilityGroup\":\"owner\"}",
            "{\"compatibility\":\"NONE\",\"alias\":null,\"compatibilityPolicy\":\"LOGICAL\",\"defaultMetadata\":{\"properties\":{}}}",
            "{\"mode\":\"READONLY\"}",
            "{\"mode\":\"IMPORT\"}",
            "{\"mode\":\"READWRITE\"}");
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "false",
            "0",
            "-1",
            "1",
            "2147483647",
            "2147483648",
            "99999999999999999999",
            "1e400",
            "0.5",
            "\"\"",
            "\"AVRO\"",
            "\"JSON\"",
            "\"PROTOBUF\"",
            "\"NONE\"",
            "\"FORWARD\"",
            "\"s\"",
            "\":.c:t\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"{\"",
            "\"\\\"int\\\"\"",
            "[]",
            "{}",
            "[null]",
            "[[]]",
            "{\"\":null}",
            "[{}]",
            "[1,2]",
            "{\"name\":\"s\",\"subject\":\"s\",\"version\":-1}");
    private static final List<String> ODDITIES = List.of(
            "\0",
            "\\",
            "\"",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\\u0000",
            "\u20ac",
            "\ud83d\ude80",
            "'",
            "/*",
            "//",
            "NaN",
            "1e999",
            "[".repeat(3000),
            "{\"a\":".repeat(3000),
            "\\\"",
            "\ufeff");

    private final Random random;

    RandomBodies(Random random) {
        this.random = random;
    }

    byte[] next() {
        String body = one(SEEDS);
        for (int changes = random.nextInt(3); changes > 0; changes--) {
            body = changed(body);
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        for (int wounds = Math.max(0, random.nextInt(6) - 3); wounds > 0 && bytes.length > 0; wounds--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(40) == 0 ? new byte[0] : bytes;
    }

    private String changed(String body) {
        if (random.nextInt(3) == 0) {
            int at = random.nextInt(body.length() + 1);
            return body.substring(0, at) + one(ODDITIES) + body.substring(at);
        }
        try {
            JsonNode tree = JSON.readTree(body);
            List<JsonNode> containers = new ArrayList<>();
            collect(tree, containers);
            if (containers.isEmpty()) {
                return one(VALUES);
            }
            change(one(containers));
            return JSON.writeValueAsString(tree);
        } catch (JsonProcessingException alreadyDamaged) {
            return body + one(ODDITIES);
        }
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode() && !node.isEmpty()) {
            containers.add(node);
            node.forEach(each -> collect(each, containers));
        }
    }

    /** One of its values becomes another, or a field is left out. */
    private void change(JsonNode container) {
        if (container instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = one(names);
            if (random.nextInt(5) == 0) {
                object.remove(name);
            } else {
                object.set(name, value());
            }
        } else if (container instanceof ArrayNode array) {
            array.set(random.nextInt(array.size()), value());
        }
    }

    private JsonNode value() {
        try {
            return JSON.readTree(one(VALUES));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
