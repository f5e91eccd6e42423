package io.millrace.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.testcontainers.DockerClientFactory;

/** Says whether fixtures run in containers: where a Docker engine answers, and always when they are required. */
final class DockerEngine {

    private static final Path DEFAULT_SOCKET = Path.of("/var/run/docker.sock");

    /** Where Testcontainers looks for the version of the API to use. */
    private static final String API_VERSION = "api.version";

    private static final String UNIX = "unix://";

    private DockerEngine() {}

    /** Fails when {@code -Dmillrace.test.containers=required} asks for an engine that does not answer. */
    static boolean isUsed() {
        boolean required = "required".equals(System.getProperty("millrace.test.containers"));
        // Looked at first, because Testcontainers takes seconds and prints traces to find that nothing is there.
        boolean configured = Files.exists(DEFAULT_SOCKET) || System.getenv("DOCKER_HOST") != null;
        if (configured && System.getProperty(API_VERSION) == null) {
            DockerApiVersion.of(socket()).ifPresent(version -> System.setProperty(API_VERSION, version));
        }
        boolean answers = configured && DockerClientFactory.instance().isDockerAvailable();
        if (required && !answers) {
            throw new IllegalStateException("containers are required (-Pcontainers), and no Docker engine answers on "
                    + DEFAULT_SOCKET + " or DOCKER_HOST: start one, or run without the profile");
        }
        return answers;
    }

    private static Path socket() {
        String host = System.getenv("DOCKER_HOST");
        return host != null && host.startsWith(UNIX) ? Path.of(host.substring(UNIX.length())) : DEFAULT_SOCKET;
    }
}
