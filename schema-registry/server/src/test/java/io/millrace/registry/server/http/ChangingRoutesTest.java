package io.millrace.registry.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.model.CompatibilityLevel;
import io.millrace.registry.model.schema.SchemaKinds;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ChangingRoutesTest {
    /** What is asked with a body. */
    private static final Set<String> QUESTIONS = Set.of(
            "",
            "subjects/{subject}",
            "compatibility/subjects/{subject}/versions",
            "compatibility/subjects/{subject}/versions/{version}",
            "associations:batchGet",
            "dek-registry/v1/keks/{kek}/test");

    private final List<Route> routes = RegistryRoutes.routes(
            new Registry(null, new SchemaKinds(List.of()), CompatibilityLevel.NONE, true),
            new ServerIdentity("", "", "", ""));

    @Test
    void everyRouteThatChangesSomethingSaysSo() {
        Set<String> silent = routes.stream()
                .filter(route -> !route.method().equals("GET") && route.change().isEmpty())
                .map(route -> String.join("/", route.pattern()))
                .collect(Collectors.toSet());

        assertThat(silent).isEqualTo(QUESTIONS);
        assertThat(routes)
                .noneMatch(
                        route -> route.method().equals("GET") && route.change().isPresent());
        assertThat(routes.stream().map(Route::change).flatMap(Optional::stream))
                .containsAll(EnumSet.allOf(Change.class));
    }
}
