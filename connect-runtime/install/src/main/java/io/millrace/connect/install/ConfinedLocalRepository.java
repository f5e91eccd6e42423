package io.millrace.connect.install;

import java.nio.file.Path;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.metadata.Metadata;
import org.eclipse.aether.repository.LocalArtifactRegistration;
import org.eclipse.aether.repository.LocalArtifactRequest;
import org.eclipse.aether.repository.LocalArtifactResult;
import org.eclipse.aether.repository.LocalMetadataRegistration;
import org.eclipse.aether.repository.LocalMetadataRequest;
import org.eclipse.aether.repository.LocalMetadataResult;
import org.eclipse.aether.repository.LocalRepository;
import org.eclipse.aether.repository.LocalRepositoryManager;
import org.eclipse.aether.repository.RemoteRepository;

/** A folder of downloads that no name in somebody's project file leads out of. */
final class ConfinedLocalRepository implements LocalRepositoryManager {
    private final LocalRepositoryManager folder;

    ConfinedLocalRepository(LocalRepositoryManager folder) {
        this.folder = folder;
    }

    private String confined(String path, Object what) {
        Path base =
                folder.getRepository().getBasedir().toPath().toAbsolutePath().normalize();
        if (!base.resolve(path).normalize().startsWith(base)) {
            throw new InstallException(
                    "the name of " + what + " leads out of the folder of downloads; nothing of it is installed");
        }
        return path;
    }

    private static Artifact plain(Artifact artifact) {
        boolean plain = PluginCoordinates.plain(artifact.getGroupId())
                && PluginCoordinates.plain(artifact.getArtifactId())
                && PluginCoordinates.plain(artifact.getVersion())
                && (artifact.getClassifier().isEmpty() || PluginCoordinates.plain(artifact.getClassifier()))
                && PluginCoordinates.plain(artifact.getExtension());
        if (!plain) {
            throw new InstallException(
                    "the artifact name " + artifact + " is no plain name; nothing of it is installed");
        }
        return artifact;
    }

    @Override
    public LocalRepository getRepository() {
        return folder.getRepository();
    }

    @Override
    public String getPathForLocalArtifact(Artifact artifact) {
        return confined(folder.getPathForLocalArtifact(plain(artifact)), artifact);
    }

    @Override
    public String getPathForRemoteArtifact(Artifact artifact, RemoteRepository repository, String context) {
        return confined(folder.getPathForRemoteArtifact(plain(artifact), repository, context), artifact);
    }

    @Override
    public String getPathForLocalMetadata(Metadata metadata) {
        return confined(folder.getPathForLocalMetadata(metadata), metadata);
    }

    @Override
    public String getPathForRemoteMetadata(Metadata metadata, RemoteRepository repository, String context) {
        return confined(folder.getPathForRemoteMetadata(metadata, repository, context), metadata);
    }

    @Override
    public LocalArtifactResult find(RepositorySystemSession session, LocalArtifactRequest request) {
        plain(request.getArtifact());
        return folder.find(session, request);
    }

    @Override
    public void add(RepositorySystemSession session, LocalArtifactRegistration request) {
        folder.add(session, request);
    }

    @Override
    public LocalMetadataResult find(RepositorySystemSession session, LocalMetadataRequest request) {
        return folder.find(session, request);
    }

    @Override
    public void add(RepositorySystemSession session, LocalMetadataRegistration request) {
        folder.add(session, request);
    }
}
