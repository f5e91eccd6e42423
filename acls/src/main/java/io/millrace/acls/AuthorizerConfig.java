package io.millrace.acls;

import io.millrace.http.ConfigException;
import io.millrace.http.PropertyReader;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Whether callers are judged by the cluster's ACLs, and how old what is known of these may be.
 *
 * @param isOn without it everybody who is let in may do everything
 * @param superUsers principals as Kafka writes them
 * @param openWithoutAcls whether a resource that no ACL is about is open to everybody
 * @param refresh how often the ACLs are read
 * @param staleMax for how long those that were read last hold while the cluster cannot be asked
 */
public record AuthorizerConfig(
        boolean isOn, Set<String> superUsers, boolean openWithoutAcls, Duration refresh, Duration staleMax) {
    private static final String AUTHORIZER = "authorizer";
    private static final String SUPER_USERS = "super.users";
    private static final String OPEN = "allow.everyone.if.no.acl.found";
    private static final String REFRESH = "authorizer.refresh.interval.ms";
    private static final String STALE = "authorizer.stale.max.ms";
    private static final String KAFKA_ACLS = "kafka-acls";
    private static final String NONE = "none";

    private static final int REFRESH_DEFAULT_MS = 5_000;
    private static final int REFRESH_MIN_MS = 100;
    private static final int STALE_DEFAULT_MS = 60_000;
    private static final int MAX_MS = 3_600_000;

    public AuthorizerConfig {
        superUsers = Set.copyOf(superUsers);
    }

    /** The keys. */
    public static Set<String> known() {
        return Set.of(AUTHORIZER, SUPER_USERS, OPEN, REFRESH, STALE);
    }

    /** Reads them. */
    public static AuthorizerConfig of(Map<String, String> properties) {
        PropertyReader reader = new PropertyReader(properties);
        String authorizer = reader.text(AUTHORIZER, NONE).trim();
        if (!authorizer.equals(NONE) && !authorizer.equals(KAFKA_ACLS)) {
            throw new ConfigException(AUTHORIZER, authorizer, "is neither " + NONE + " nor " + KAFKA_ACLS);
        }
        boolean isOn = authorizer.equals(KAFKA_ACLS);
        if (!isOn && (properties.containsKey(SUPER_USERS) || properties.containsKey(OPEN))) {
            throw new ConfigException(AUTHORIZER + " is not " + KAFKA_ACLS + ", so that " + SUPER_USERS + " and " + OPEN
                    + " would mean nothing; everybody who is let in may do everything");
        }
        int refreshMs = reader.number(REFRESH, REFRESH_DEFAULT_MS, REFRESH_MIN_MS, MAX_MS);
        int staleMs = reader.number(STALE, Math.max(STALE_DEFAULT_MS, 2 * refreshMs), 1, 2 * MAX_MS);
        if (staleMs <= refreshMs) {
            throw new ConfigException(
                    STALE, Integer.toString(staleMs), "is not more than " + REFRESH + "=" + refreshMs);
        }
        return new AuthorizerConfig(
                isOn,
                superUsers(reader.text(SUPER_USERS, "")),
                reader.flag(OPEN, false),
                Duration.ofMillis(refreshMs),
                Duration.ofMillis(staleMs));
    }

    /** Kafka separates them by semicolons, since names of certificates have commas. */
    private static Set<String> superUsers(String written) {
        Set<String> found = new LinkedHashSet<>();
        Arrays.stream(written.split(";"))
                .map(String::trim)
                .filter(each -> !each.isEmpty())
                .forEach(each -> {
                    if (!each.startsWith("User:")) {
                        throw new ConfigException(SUPER_USERS, written, "has something that is not User:name");
                    }
                    found.add(each);
                });
        return found;
    }
}
