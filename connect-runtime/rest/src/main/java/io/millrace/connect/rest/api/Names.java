package io.millrace.connect.rest.api;

import io.millrace.connect.rest.http.HttpProblemException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Names of connectors as they stand in URLs. Any name may be given but one under which nobody could find it again. */
final class Names {
    /** Servers and proxies take lines of 4096 bytes and more; this leaves room for the rest of one. */
    static final int ENCODED_LENGTH_MAX = 3_000;

    private static final int SHOWN_LENGTH_MAX = 100;

    private Names() {}

    static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static void refuseUnreachable(String name) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            throw new HttpProblemException(
                    400, "The connector's name has half of a surrogate pair, no URL can reach it");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new HttpProblemException(400, "The connector's name has control characters");
        }
        int length = encoded(name).length();
        if (length > ENCODED_LENGTH_MAX) {
            throw new HttpProblemException(
                    400,
                    "The connector's name \"" + name.substring(0, SHOWN_LENGTH_MAX) + "...\" takes " + length
                            + " bytes in a URL, at most " + ENCODED_LENGTH_MAX + " can be reached");
        }
        // HTTP servers and clients rewrite paths with dot segments, so such a connector could never be deleted.
        for (String segment : name.split("[/\\\\]", -1)) {
            if (segment.equals(".") || segment.equals("..")) {
                throw new HttpProblemException(
                        400, "The name \"" + name + "\" has the path segment \"" + segment + "\", no URL can reach it");
            }
        }
    }
}
