package org.apache.kafka.connect.connector.policy;

import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;

/** Lets a connector override only who it is to the brokers. */
public class PrincipalConnectorClientConfigOverridePolicy extends ScreeningPolicy {
    private static final Set<String> WHO_IT_IS = Set.of(
            SaslConfigs.SASL_JAAS_CONFIG, SaslConfigs.SASL_MECHANISM, CommonClientConfigs.SECURITY_PROTOCOL_CONFIG);

    @Override
    boolean allows(String clientKey) {
        return WHO_IT_IS.contains(clientKey);
    }
}
