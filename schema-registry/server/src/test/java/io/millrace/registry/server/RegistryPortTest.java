package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.ExchangeType;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.RoutingContext;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RegistryPortTest {
    /** Says in its answers how their requests were read. */
    private record Telling(ExchangeType wanted) implements HttpService {
        @Override
        public ExchangeType exchangeType(RoutingContext context) {
            return wanted;
        }

        @Override
        public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
            return HttpResponse.of(context.exchangeType().name());
        }
    }

    @ParameterizedTest
    @EnumSource(ExchangeType.class)
    void requestsAreReadAsWhoAnswersThemWants(ExchangeType wanted) throws IOException, InterruptedException {
        // Given
        StartingService service = new StartingService();
        RegistryConfig config =
                RegistryConfig.of(Map.of("bootstrap.servers", "a:1", "listeners", "http://127.0.0.1:0"));
        try (RegistryPort port = RegistryPort.open(config.listener(), service)) {
            service.become(new Telling(wanted));

            // When
            var request = java.net.http.HttpRequest.newBuilder(URI.create(port.url()));
            String told = HttpClient.newHttpClient()
                    .send(request.build(), BodyHandlers.ofString())
                    .body();

            // Then
            assertThat(told).isEqualTo(wanted.name());
        }
    }
}
