package io.millrace.broker.metadata.image;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.ScramMechanism;

/** The SCRAM credentials of all users; a user without any has no entry. */
public record ScramImage(SortedMap<String, SortedMap<ScramMechanism, ScramSecret>> byUser) {
    public static final ScramImage EMPTY = new ScramImage(new TreeMap<>());

    public ScramImage {
        byUser = Collections.unmodifiableSortedMap(byUser);
    }

    public Optional<ScramSecret> find(String user, ScramMechanism mechanism) {
        return Optional.ofNullable(of(user).get(mechanism));
    }

    /** By mechanism; empty when the user has none. */
    public SortedMap<ScramMechanism, ScramSecret> of(String user) {
        return byUser.getOrDefault(user, Collections.emptySortedMap());
    }

    /** With this credential in place of the one that there was, or without any. */
    ScramImage with(String user, ScramMechanism mechanism, Optional<ScramSecret> secret) {
        SortedMap<ScramMechanism, ScramSecret> secrets = new TreeMap<>(of(user));
        if (secret.isPresent()) {
            secrets.put(mechanism, secret.get());
        } else {
            secrets.remove(mechanism);
        }
        SortedMap<String, SortedMap<ScramMechanism, ScramSecret>> users = new TreeMap<>(byUser);
        if (secrets.isEmpty()) {
            users.remove(user);
        } else {
            users.put(user, Collections.unmodifiableSortedMap(secrets));
        }
        return new ScramImage(users);
    }
}
