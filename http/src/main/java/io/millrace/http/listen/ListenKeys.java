package io.millrace.http.listen;

import io.millrace.http.access.TokenDoor;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** The keys of a port that a server takes beside its own. */
public final class ListenKeys {
    /** The file of accounts; one file serves all servers. */
    public static final String USERS = "rest.authentication.users";

    /** Whether a port that others reach may do without what keeps strangers out and passwords in. */
    public static final String INSECURE = "rest.listener.insecure";

    /** How the distinguished name of a certificate becomes the name of a principal, as a broker has it. */
    public static final String PRINCIPAL_RULES = "ssl.principal.mapping.rules";

    /** What may stand before the keys of TLS. */
    private static final String PREFIX = "listeners.https.";

    private static final Set<String> TLS = Set.of(
            "ssl.keystore.location",
            "ssl.keystore.password",
            "ssl.keystore.type",
            "ssl.key.password",
            "ssl.truststore.location",
            "ssl.truststore.password",
            "ssl.truststore.type",
            "ssl.client.auth");

    private static final Set<String> ALL = all();

    private ListenKeys() {}

    private static Set<String> all() {
        Set<String> keys = new TreeSet<>(TLS);
        TLS.forEach(key -> keys.add(PREFIX + key));
        keys.add(PREFIX + "ssl.reload.interval.ms");
        keys.add(USERS);
        keys.addAll(TokenDoor.known());
        keys.add(INSECURE);
        keys.add(PRINCIPAL_RULES);
        keys.add("listeners");
        keys.add("host.name");
        return Collections.unmodifiableSet(keys);
    }

    /** All of them. */
    public static Set<String> known() {
        return ALL;
    }
}
