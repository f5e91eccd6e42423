package io.millrace.connect.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Requests and the answers they must get, from a file.
 *
 * <pre>
 * # a comment
 * POST /connectors Accept=application/json {"name": "c", "config": {}}
 *   400 {"error_code": 400, "message": "*connector.class*"}
 * </pre>
 *
 * A request may have headers before its body, as {@code Name=value} with plus signs for spaces. The line below it is its
 * answer: a status, perhaps headers, perhaps a document as {@link JsonPattern} reads it. {@code eventually} before the
 * status asks again until the answer is that.
 */
record Transcript(List<Step> steps) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One request with its answer. */
    record Step(
            String where, String method, String path, Map<String, String> headers, String body, Expected expected) {}

    /** What must come back; an empty document means that there is no body. */
    record Expected(boolean eventually, int status, Map<String, String> headers, JsonNode document) {}

    /** Reads a file of the folder {@code surface}; names in braces are replaced by their values. */
    static Transcript read(String file, Map<String, String> names) throws IOException {
        String text;
        try (InputStream in = Transcript.class.getResourceAsStream("/surface/" + file)) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (Map.Entry<String, String> name : names.entrySet()) {
            text = text.replace("{" + name.getKey() + "}", name.getValue());
        }
        List<Step> steps = new ArrayList<>();
        String request = null;
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (!line.startsWith(" ")) {
                request = line;
            } else {
                steps.add(step(file + ":" + number, request, line.trim()));
            }
        }
        return new Transcript(steps);
    }

    private static Step step(String where, String request, String answer) throws IOException {
        String[] parts = request.split(" ", 3);
        String rest = parts.length < 3 ? "" : parts[2];
        Map<String, String> headers = new LinkedHashMap<>();
        while (rest.matches("[A-Z][A-Za-z-]*=\\S*( .*)?")) {
            String word = rest.split(" ", 2)[0];
            header(word, '=', headers);
            rest = rest.substring(word.length()).trim();
        }
        headers.putIfAbsent("Content-Type", "application/json");
        return new Step(where, parts[0], parts[1], headers, rest, expected(answer));
    }

    private static void header(String word, char separator, Map<String, String> headers) {
        int end = word.indexOf(separator);
        headers.put(word.substring(0, end), word.substring(end + 1).replace('+', ' '));
    }

    private static Expected expected(String answer) throws IOException {
        int body = IntStream.range(0, answer.length())
                .filter(at -> answer.startsWith(" {", at) || answer.startsWith(" [", at))
                .findFirst()
                .orElse(-1);
        String head = body < 0 ? answer : answer.substring(0, body);
        boolean eventually = false;
        int status = 0;
        Map<String, String> headers = new LinkedHashMap<>();
        for (String word : head.split(" ")) {
            if (word.equals("eventually")) {
                eventually = true;
            } else if (word.contains("=")) {
                header(word, '=', headers);
            } else {
                status = Integer.parseInt(word);
            }
        }
        return new Expected(
                eventually, status, headers, body < 0 ? JSON.missingNode() : JSON.readTree(answer.substring(body)));
    }
}
