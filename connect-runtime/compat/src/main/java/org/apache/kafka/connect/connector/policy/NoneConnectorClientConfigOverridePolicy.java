package org.apache.kafka.connect.connector.policy;

/** Lets a connector override no client setting. */
public class NoneConnectorClientConfigOverridePolicy extends ScreeningPolicy {
    @Override
    boolean allows(String clientKey) {
        return false;
    }
}
