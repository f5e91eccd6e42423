package io.millrace.acls;

import io.millrace.http.ConfigException;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.security.ssl.SslPrincipalMapper;

/** Names of certificates as a broker makes them, by {@code ssl.principal.mapping.rules}. Any thread. */
public final class PrincipalNames implements UnaryOperator<String> {
    /** The whole distinguished name. */
    public static final String DEFAULT = "DEFAULT";

    private final SslPrincipalMapper mapper;

    private PrincipalNames(SslPrincipalMapper mapper) {
        this.mapper = mapper;
    }

    /**
     * Reads the rules, such as {@code RULE:^CN=(.*?),.*$/$1/L,DEFAULT}.
     *
     * @param key the property that they come from, for what is said when they cannot be read
     */
    public static PrincipalNames of(String key, String rules) {
        try {
            return new PrincipalNames(SslPrincipalMapper.fromRules(rules));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(key, rules, "is no list of rules: " + e.getMessage());
        }
    }

    /** The name of a distinguished name, empty if no rule fits. */
    @Override
    public String apply(String distinguishedName) {
        try {
            return mapper.getName(distinguishedName);
        } catch (IOException e) {
            return "";
        }
    }
}
