package io.millrace.registry.server;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * Requests of all paths, mostly with what belongs there, often with what does not. Method, target and headers are always
 * such that an HTTP server has to answer.
 */
final class RandomRequests {
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD");
    private static final List<String> ROUTES = List.of(
            "GET /",
            "GET /subjects",
            "POST /subjects/*",
            "POST /subjects/*",
            "DELETE /subjects/*",
            "GET /subjects/*/versions",
            "POST /subjects/*/versions",
            "POST /subjects/*/versions",
            "POST /subjects/*/versions",
            "POST /subjects/*/versions",
            "GET /subjects/*/versions/*",
            "GET /subjects/*/versions/*",
            "DELETE /subjects/*/versions/*",
            "GET /subjects/*/versions/*/schema",
            "GET /subjects/*/versions/*/referencedby",
            "POST /subjects/*/versions/*/tags",
            "GET /subjects/*/versions/*/diff/*",
            "GET /subjects/*/metadata",
            "GET /schemas",
            "GET /schemas/types",
            "GET /schemas/ids/*",
            "GET /schemas/ids/*/schema",
            "GET /schemas/ids/*/subjects",
            "GET /schemas/ids/*/versions",
            "GET /schemas/guids/*",
            "GET /schemas/guids/*/ids",
            "POST /compatibility/subjects/*/versions",
            "POST /compatibility/subjects/*/versions/*",
            "GET /config",
            "PUT /config",
            "DELETE /config",
            "GET /config/*",
            "PUT /config/*",
            "PUT /config/*",
            "DELETE /config/*",
            "GET /mode",
            "DELETE /mode",
            "GET /mode/*",
            "PUT /mode/*",
            "DELETE /mode/*",
            "GET /contexts",
            "DELETE /contexts/*",
            "GET /v1/metadata/id",
            "GET /v1/metadata/version",
            "GET /associations/subjects/*",
            "GET /associations/resources/*/*",
            "GET /*",
            "GET /*/*/*");
    private static final List<String> PARTS = List.of(
            "s",
            "s",
            "t",
            "t",
            "s%2Ft",
            ":.c:s",
            ":.c:t",
            ":.:s",
            ":*:",
            ":.__GLOBAL:",
            ":.__GLOBAL:x",
            "__GLOBAL",
            "__EMPTY",
            ".c",
            ":.c:",
            ".",
            "..",
            "%2e%2e",
            ":",
            "::",
            ":.",
            "1",
            "1",
            "1",
            "2",
            "latest",
            "-1",
            "0",
            "-2",
            "2147483647",
            "2147483648",
            "99999999999999999999",
            "1e3",
            "+1",
            "1.0",
            "%00",
            "%0a",
            "%E2%82%AC",
            "%ff",
            "%f0%9f%9a%80",
            "%20",
            "+",
            "a+b",
            "%25",
            "%3F",
            ";x=1",
            "00000000-0000-0000-0000-000000000000",
            "0-0-0-0-0",
            "zz",
            "x".repeat(3000));
    private static final List<String> PARAMETERS = List.of(
            "deleted",
            "deletedOnly",
            "deletedAsNegative",
            "permanent",
            "normalize",
            "verbose",
            "force",
            "dryRun",
            "format",
            "referenceFormat",
            "findTags",
            "fetchMaxId",
            "subject",
            "subjectPrefix",
            "offset",
            "limit",
            "latestOnly",
            "aliases",
            "ruleType",
            "resourceType",
            "defaultToGlobal",
            "recursive",
            "key",
            "value",
            "contextPrefix",
            "x");
    private static final List<String> VALUES = List.of(
            "",
            "true",
            "true",
            "false",
            "TRUE",
            "1",
            "0",
            "-1",
            "5",
            "2147483647",
            "2147483648",
            "-2147483648",
            "1e9",
            "NaN",
            "resolved",
            "serialized",
            "ignore_extensions",
            "qualified",
            "default",
            "s",
            ":.c:",
            ":*:",
            ":.c:s",
            ":.",
            "%00",
            "%ff",
            "%",
            "%zz",
            "%E2%82%AC",
            "a=b",
            "\"",
            "x".repeat(2000));
    private static final List<String> TYPES = List.of(
            "application/vnd.schemaregistry.v1+json",
            "application/vnd.schemaregistry+json",
            "application/json",
            "application/json; charset=utf-8",
            "application/json;charset=utf-16",
            "application/octet-stream",
            "text/plain",
            "application/xml",
            "*/*",
            "application/*",
            "json",
            "application/",
            "/",
            ";",
            "application/json;q=",
            "application/json;q=0",
            "application/json;q=7, */*;q=0.1",
            "*",
            ",,",
            "application/json; charset=nonsense");

    private final Random random;
    private final RandomBodies bodies;

    RandomRequests(long seed) {
        this.random = new Random(seed);
        this.bodies = new RandomBodies(random);
    }

    byte[] next() {
        String[] route = one(ROUTES).split(" ");
        String method = random.nextInt(12) > 0 ? route[0] : one(METHODS);
        StringBuilder head = new StringBuilder(method + " " + target(route[1]) + " HTTP/1.1\r\nHost: localhost\r\n");
        if (random.nextInt(3) > 0) {
            head.append("Content-Type: " + (random.nextInt(4) > 0 ? TYPES.get(0) : one(TYPES)) + "\r\n");
        }
        if (random.nextInt(3) == 0) {
            head.append("Accept: " + one(TYPES) + "\r\n");
        }
        if (random.nextInt(20) == 0) {
            head.append("X-Forward: true\r\n");
        }
        byte[] body =
                method.equals("POST") || method.equals("PUT") || random.nextInt(10) == 0 ? bodies.next() : new byte[0];
        head.append("Connection: close\r\nContent-Length: " + body.length + "\r\n\r\n");
        byte[] start = head.toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] request = new byte[start.length + body.length];
        System.arraycopy(start, 0, request, 0, start.length);
        System.arraycopy(body, 0, request, start.length, body.length);
        return request;
    }

    private String target(String path) {
        StringBuilder target = new StringBuilder(random.nextInt(6) == 0 ? "/contexts/" + one(PARTS) : "");
        for (String segment : path.split("/")) {
            if (!segment.isEmpty()) {
                target.append('/').append(segment.equals("*") ? part() : segment);
            }
        }
        if (target.isEmpty() || random.nextInt(30) == 0) {
            target.append('/');
        }
        int parameters = Math.max(0, random.nextInt(6) - 2);
        for (int i = 0; i < parameters; i++) {
            target.append(i == 0 ? '?' : '&')
                    .append(one(PARAMETERS))
                    .append('=')
                    .append(one(VALUES));
        }
        return target.toString();
    }

    /** Mostly one that has a chance to be there. */
    private String part() {
        return random.nextBoolean() ? one(PARTS.subList(0, 16)) : one(PARTS);
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
