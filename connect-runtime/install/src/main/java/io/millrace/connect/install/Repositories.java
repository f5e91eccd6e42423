package io.millrace.connect.install;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.maven.model.Repository;
import org.apache.maven.model.building.DefaultModelProcessor;
import org.apache.maven.model.io.DefaultModelReader;
import org.apache.maven.model.locator.DefaultModelLocator;
import org.apache.maven.model.superpom.DefaultSuperPomProvider;
import org.apache.maven.settings.Mirror;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.io.xpp3.SettingsXpp3Reader;
import org.codehaus.plexus.util.xml.pull.XmlPullParserException;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.RepositoryPolicy;
import org.eclipse.aether.util.repository.DefaultMirrorSelector;

/** Where artifacts come from. Each of them must have a checksum for whatever it gives. */
final class Repositories {
    private static final Set<String> SCHEMES = Set.of("http", "https", "file");

    private Repositories() {}

    /** The named ones; without any the one that Maven itself knows, or what the user's settings have in its place. */
    static List<RemoteRepository> of(List<String> urls, Path settings) {
        List<RemoteRepository> repositories = new ArrayList<>();
        for (String url : urls) {
            repositories.add(repository("repository-" + (repositories.size() + 1), checked(url)));
        }
        return repositories.isEmpty() ? List.of(preset(settings)) : repositories;
    }

    private static String checked(String url) {
        try {
            URI address = URI.create(url);
            boolean known = address.getScheme() != null
                    && SCHEMES.contains(address.getScheme().toLowerCase(Locale.ROOT));
            if (known) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            throw new InstallException("the repository '" + url + "' is no URL: " + e.getMessage(), e);
        }
        throw new InstallException("the repository '" + url
                + "' is no URL that can be read; write https://..., http://... or file:///...");
    }

    private static RemoteRepository preset(Path settings) {
        Repository known = new DefaultSuperPomProvider()
                .setModelProcessor(new DefaultModelProcessor()
                        .setModelLocator(new DefaultModelLocator())
                        .setModelReader(new DefaultModelReader()))
                .getSuperModel("4.0.0")
                .getRepositories()
                .get(0);
        RemoteRepository direct = repository(known.getId(), known.getUrl());
        return mirror(settings, direct).orElse(direct);
    }

    private static Optional<RemoteRepository> mirror(Path file, RemoteRepository direct) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        Settings settings;
        try (Reader reader = Files.newBufferedReader(file)) {
            settings = new SettingsXpp3Reader().read(reader);
        } catch (IOException | XmlPullParserException e) {
            throw new InstallException(
                    "Maven's settings " + file + " cannot be read: " + e.getMessage()
                            + "; correct them, or name a repository with --repository",
                    e);
        }
        DefaultMirrorSelector mirrors = new DefaultMirrorSelector();
        for (Mirror mirror : settings.getMirrors()) {
            mirrors.add(
                    mirror.getId(),
                    mirror.getUrl(),
                    mirror.getLayout(),
                    false,
                    mirror.isBlocked(),
                    mirror.getMirrorOf(),
                    mirror.getMirrorOfLayouts());
        }
        return Optional.ofNullable(mirrors.getMirror(direct))
                .map(found -> repository(found.getId(), checked(found.getUrl())));
    }

    private static RemoteRepository repository(String id, String url) {
        RepositoryPolicy releases = new RepositoryPolicy(
                true, RepositoryPolicy.UPDATE_POLICY_ALWAYS, RepositoryPolicy.CHECKSUM_POLICY_FAIL);
        RepositoryPolicy none = new RepositoryPolicy(
                false, RepositoryPolicy.UPDATE_POLICY_ALWAYS, RepositoryPolicy.CHECKSUM_POLICY_FAIL);
        return new RemoteRepository.Builder(id, "default", url)
                .setReleasePolicy(releases)
                .setSnapshotPolicy(none)
                .build();
    }
}
