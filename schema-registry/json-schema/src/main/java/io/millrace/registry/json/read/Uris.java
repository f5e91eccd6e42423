package io.millrace.registry.json.read;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** URIs as names: they are put together and compared, and never opened. */
final class Uris {
    private Uris() {}

    /** What a reference means to a text of that name; itself if either is no URI. */
    static String resolve(String base, String reference) {
        try {
            return base.isEmpty()
                    ? reference
                    : new URI(base).resolve(new URI(reference)).toString();
        } catch (URISyntaxException e) {
            // Registries take any text as the name of a reference.
            return reference;
        }
    }

    /** All before the fragment. */
    static String withoutFragment(String uri) {
        int hash = uri.indexOf('#');
        return hash < 0 ? uri : uri.substring(0, hash);
    }

    /** The fragment, without its percent signs; empty if there is none. */
    static String fragment(String uri) {
        int hash = uri.indexOf('#');
        String fragment = hash < 0 ? "" : uri.substring(hash + 1);
        try {
            return URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // A percent sign that encodes nothing stands for itself.
            return fragment;
        }
    }
}
