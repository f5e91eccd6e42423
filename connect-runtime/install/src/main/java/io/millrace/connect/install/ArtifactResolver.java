package io.millrace.connect.install;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.maven.repository.internal.MavenRepositorySystemUtils;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.Exclusion;
import org.eclipse.aether.repository.LocalRepository;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.eclipse.aether.util.graph.selector.AndDependencySelector;
import org.eclipse.aether.util.graph.selector.ExclusionDependencySelector;
import org.eclipse.aether.util.graph.selector.OptionalDependencySelector;
import org.eclipse.aether.util.graph.selector.ScopeDependencySelector;
import org.eclipse.aether.util.repository.SimpleArtifactDescriptorPolicy;

/** Downloads an artifact and what it needs at run time, each file with a checksum that holds. */
final class ArtifactResolver {
    /** What the runtime gives to every plugin; a second copy would be another type. */
    private static final List<Exclusion> GIVEN = List.of(
            given("org.apache.kafka", "connect-api"),
            given("org.apache.kafka", "kafka-clients"),
            given("org.slf4j", "slf4j-api"));

    /** The strongest that a repository has is compared. */
    private static final String CHECKSUMS = "SHA-512,SHA-256,SHA-1";

    private static final int CONNECT_TIMEOUT_MS = 10_000;
    private static final int REQUEST_TIMEOUT_MS = 60_000;

    private final List<RemoteRepository> repositories;
    private final long bytesMax;

    ArtifactResolver(List<RemoteRepository> repositories, long bytesMax) {
        this.repositories = repositories;
        this.bytesMax = bytesMax;
    }

    private static Exclusion given(String group, String artifact) {
        return new Exclusion(group, artifact, "*", "*");
    }

    /** The jars, the plugin's own first; they lie below {@code downloads}. */
    List<Path> resolve(PluginCoordinates coordinates, Path downloads) {
        if (GIVEN.stream()
                .anyMatch(given -> given.getGroupId().equals(coordinates.group())
                        && given.getArtifactId().equals(coordinates.artifact()))) {
            throw new InstallException(coordinates + " is no plugin: the runtime itself gives it to all plugins");
        }
        RepositorySystem system = new RepositorySystemSupplier().get();
        try {
            Artifact root =
                    new DefaultArtifact(coordinates.group(), coordinates.artifact(), "", "jar", coordinates.version());
            CollectRequest wanted = new CollectRequest(new Dependency(root, "runtime"), repositories);
            Set<Path> files = new LinkedHashSet<>();
            for (ArtifactResult result : system.resolveDependencies(
                            session(system, downloads), new DependencyRequest(wanted, null))
                    .getArtifactResults()) {
                files.add(result.getArtifact().getFile().toPath());
            }
            return List.copyOf(files);
        } catch (RepositoryException e) {
            throw refusal(coordinates, e);
        } finally {
            system.shutdown();
        }
    }

    private DefaultRepositorySystemSession session(RepositorySystem system, Path downloads) {
        DefaultRepositorySystemSession session = MavenRepositorySystemUtils.newSession();
        session.setLocalRepositoryManager(new ConfinedLocalRepository(
                system.newLocalRepositoryManager(session, new LocalRepository(downloads.toFile()))));
        session.setDependencySelector(new AndDependencySelector(
                new ScopeDependencySelector("test", "provided", "system"),
                new OptionalDependencySelector(),
                new ExclusionDependencySelector(GIVEN)));
        // What a broken project file hides would be missing when the plugin runs.
        session.setArtifactDescriptorPolicy(new SimpleArtifactDescriptorPolicy(false, false));
        // A project file may name more repositories; only those count that the user has named.
        session.setIgnoreArtifactDescriptorRepositories(true);
        session.setTransferListener(new DownloadBounds(bytesMax));
        session.setConfigProperty("aether.checksums.algorithms", CHECKSUMS);
        session.setConfigProperty("aether.connector.connectTimeout", CONNECT_TIMEOUT_MS);
        session.setConfigProperty("aether.connector.requestTimeout", REQUEST_TIMEOUT_MS);
        return session;
    }

    private InstallException refusal(PluginCoordinates coordinates, RepositoryException failure) {
        List<String> reasons = new ArrayList<>();
        for (Throwable cause = failure; cause != null && reasons.size() < 8; cause = cause.getCause()) {
            if (cause instanceof InstallException own) {
                return own;
            }
            String message = cause.getMessage();
            if (message != null && reasons.stream().noneMatch(known -> known.contains(message))) {
                reasons.add(message);
            }
        }
        return new InstallException(
                coordinates + " cannot be had with checksums that hold, so that nothing was installed: "
                        + String.join("; ", reasons),
                failure);
    }
}
