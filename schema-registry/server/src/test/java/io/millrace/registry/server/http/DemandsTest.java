package io.millrace.registry.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.acls.SubjectTopic;
import io.millrace.registry.model.CompatibilityLevel;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemandsTest {
    private final List<Route> routes = RegistryRoutes.routes(
            new Registry(null, null, CompatibilityLevel.BACKWARD, true), new ServerIdentity("k", "r", "1", "c"));

    @Test
    void everyRouteSaysWhatItAsksOfItsCallers() {
        List<String> unsaid = routes.stream()
                .filter(route -> Demands.of(route).isEmpty())
                .map(route -> route.method() + " /" + String.join("/", route.pattern()))
                .toList();
        assertThat(unsaid).as("routes to be added to Demands").isEmpty();
        assertThat(routes).hasSizeGreaterThan(30);
    }

    @Test
    void whatChangesSomethingAsksForMoreThanToBeLetIn() {
        assertThat(routes.stream()
                        .filter(route -> List.of("PUT", "DELETE").contains(route.method()))
                        .map(route -> Demands.of(route).orElseThrow().about()))
                .isNotEmpty()
                .doesNotContain(Demand.About.NOTHING);
    }

    @Test
    void aSubjectHasTheAclsOfItsTopic() {
        assertThat(SubjectTopic.of("orders-value")).isEqualTo("orders");
        assertThat(SubjectTopic.of("orders-key")).isEqualTo("orders");
        assertThat(SubjectTopic.of("orders-key-value")).isEqualTo("orders-key");
        assertThat(SubjectTopic.of("io.shop.Order")).isEqualTo("io.shop.Order");
        assertThat(SubjectTopic.of("-value")).isEqualTo("-value");
        assertThat(SubjectTopic.of(":.staging:orders-value")).isEqualTo(":.staging:orders");
        assertThat(SubjectTopic.of(":.:orders-value")).isEqualTo("orders");
    }
}
