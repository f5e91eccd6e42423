package io.millrace.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** PostgreSQL in a container; {@code -Dmillrace.test.postgres.image} names another image. */
final class ContainerPostgresServer implements PostgresServer {

    private final PostgreSQLContainer container;

    private ContainerPostgresServer(PostgreSQLContainer container) {
        this.container = container;
    }

    static ContainerPostgresServer start(Map<String, String> settings, String password) {
        DockerImageName image = DockerImageName.parse(System.getProperty("millrace.test.postgres.image", "postgres:17"))
                .asCompatibleSubstituteFor("postgres");
        List<String> command = new ArrayList<>(List.of("postgres"));
        settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        PostgreSQLContainer container = new PostgreSQLContainer(image)
                .withUsername("postgres")
                .withPassword(password)
                .withDatabaseName("postgres");
        container.setCommand(command.toArray(String[]::new));
        container.start();
        return new ContainerPostgresServer(container);
    }

    @Override
    public String host() {
        return container.getHost();
    }

    @Override
    public int port() {
        return container.getFirstMappedPort();
    }

    @Override
    public void close() {
        container.close();
    }
}
