package io.millrace.broker.server.sasl;

import java.util.Optional;

/**
 * One mechanism of one listener.
 *
 * @param name as clients ask for it
 * @param jaas {@code sasl.jaas.config} of this mechanism; never shown
 * @param maxReauthMs {@code connections.max.reauth.ms}; 0 lets a session last as long as its connection
 */
public record MechanismSettings(String name, Optional<String> jaas, long maxReauthMs) {

    @Override
    public String toString() {
        return "MechanismSettings[name=" + name + ", maxReauthMs=" + maxReauthMs + "]";
    }
}
