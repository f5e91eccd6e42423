package io.millrace.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.RequestHeaders;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Keeps web pages of others away from a port that only this machine reaches: a browser here would let them use it, by a
 * name of theirs that leads to this machine, or by a form that is sent from their page.
 */
public final class StrangePages {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> ownNames;
    private final boolean anyName;

    /**
     * {@code advertisedHost} is the name under which others reach this server; with {@code anyName} clients may have
     * other names for it, and a page must only be of the very server that it asks.
     */
    public StrangePages(String listenHost, String advertisedHost, boolean anyName) {
        this.anyName = anyName;
        this.ownNames = new HashSet<>(LOOPBACK);
        ownNames.add(listenHost.toLowerCase(Locale.ROOT));
        ownNames.add(advertisedHost.toLowerCase(Locale.ROOT));
    }

    /** Whether a page of others asks through the browser that sent this. */
    public boolean speakThrough(RequestHeaders headers) {
        String origin = headers.get(HttpHeaderNames.ORIGIN);
        if (anyName) {
            return origin != null && !headers.authority().equalsIgnoreCase(authority(origin));
        }
        return !isOwn(headers.authority()) || (origin != null && !isOwn(authority(origin)));
    }

    private static String authority(String origin) {
        try {
            return URI.create(origin).getRawAuthority();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private boolean isOwn(String authority) {
        if (authority == null) {
            return false;
        }
        return ownNames.contains(withoutPort(authority).toLowerCase(Locale.ROOT));
    }

    private static String withoutPort(String authority) {
        int end = authority.length();
        while (end > 0 && isDigit(authority.charAt(end - 1))) {
            end--;
        }
        return end > 0 && authority.charAt(end - 1) == ':' ? authority.substring(0, end - 1) : authority;
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }
}
