package org.apache.kafka.connect.connector.policy;

/** Lets a connector override any client setting. */
public class AllConnectorClientConfigOverridePolicy extends ScreeningPolicy {
    @Override
    boolean allows(String clientKey) {
        return true;
    }
}
