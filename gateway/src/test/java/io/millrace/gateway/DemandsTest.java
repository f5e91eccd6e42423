package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServiceConfig;
import io.millrace.gateway.rights.Demands;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemandsTest {
    @Test
    void everyRouteSaysWhatItAsksOfItsCallers() {
        // Given
        try (GatewayServer gateway =
                GatewayServer.start(Map.of("listeners", "http://127.0.0.1:0", "bootstrap.servers", "127.0.0.1:1"))) {
            Server server = gateway.server();
            List<String> unsaid = new ArrayList<>();
            int routes = 0;

            // When
            for (ServiceConfig service : server.serviceConfigs()) {
                for (HttpMethod method : service.route().methods()) {
                    routes++;
                    if (!Demands.know(method, service.route())) {
                        unsaid.add(method + " " + service.route().patternString());
                    }
                }
            }

            // Then
            assertThat(unsaid).as("routes to be added to Demands").isEmpty();
            assertThat(routes).as("methods of routes").isGreaterThan(20);
        }
    }
}
