package io.millrace.integration;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The rules that the order of the modules cannot express. A new module is seen here without being named: all compiled
 * main classes of the tree are read.
 */
class ArchitectureTest {

    private static final String[] PURE = {
        "io.millrace.broker.replication..",
        "io.millrace.broker.coordinator..",
        "io.millrace.broker.metadata..",
        "io.millrace.connect.plan..",
        "io.millrace.registry.model..",
        "io.millrace.registry.protobuf..",
        "io.millrace.registry.json.."
    };

    private static JavaClasses millrace;

    @BeforeAll
    static void readAllMainClasses() throws Exception {
        List<Path> folders = new ArrayList<>();
        try (var paths = Files.walk(Path.of("..").toAbsolutePath().normalize(), 4)) {
            paths.filter(path -> path.endsWith(Path.of("target", "classes"))).forEach(folders::add);
        }
        millrace = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPaths(folders);
    }

    @Test
    void packagesFormNoCycles() {
        check(slices().matching("io.millrace.(**)").should().beFreeOfCycles());
    }

    @Test
    void pureRoomsKnowNoClockThreadFileSocketOrLogger() {
        check(noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "java.util.concurrent..",
                                "java.nio.file..",
                                "java.nio.channels..",
                                "java.net..",
                                "io.netty..",
                                "org.apache.ratis..",
                                "org.slf4j..")
                        // A URI is a name; these three open nothing.
                        .and(not(belongToAnyOf(URI.class, URISyntaxException.class, URLDecoder.class))))
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(java.util.Random.class));
    }

    @Test
    void theBrokersPureRoomsAreUnawareOfEachOther() {
        unaware("replication", "coordinator", "metadata");
        unaware("coordinator", "replication", "metadata");
        unaware("metadata", "replication", "coordinator");
    }

    @Test
    void onlyTheHubSeesTheBroker() {
        check(noClasses()
                .that(resideInAPackage("io.millrace..")
                        .and(not(resideInAPackage("io.millrace.broker..")))
                        .and(not(resideInAPackage("io.millrace.hub.."))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.millrace.broker.."));
    }

    @Test
    void connectorsSeeNeitherRuntimeNorRegistryServer() {
        check(noClasses()
                .that()
                .resideInAPackage("io.millrace.connectors..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.millrace.connect..", "io.millrace.registry..", "io.millrace.hub.."));
    }

    @Test
    void connectAndRegistryAreUnawareOfEachOther() {
        check(noClasses()
                .that()
                .resideInAPackage("io.millrace.connect..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.millrace.registry.."));
        check(noClasses()
                .that()
                .resideInAPackage("io.millrace.registry..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.millrace.connect.."));
    }

    @Test
    void theGatewayKnowsOfTheOthersOnlyHowTheirSchemasAreWritten() {
        check(noClasses()
                .that()
                .resideInAPackage("io.millrace.gateway..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.millrace.connect..",
                        "io.millrace.registry.server..",
                        "io.millrace.registry.serde.connect..",
                        "io.millrace.hub.."));
        check(noClasses()
                .that(resideInAPackage("io.millrace..")
                        .and(not(resideInAnyPackage("io.millrace.gateway..", "io.millrace.hub.."))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.millrace.gateway.."));
    }

    @Test
    void librariesHaveOneHome() {
        home("io.netty..", "io.millrace.broker.network..", "io.millrace.http..", "io.millrace.testing..");
        home("org.apache.ratis..", "io.millrace.broker.consensus..");
        home(
                "com.linecorp.armeria..",
                "io.millrace.http..",
                "io.millrace.registry.server..",
                "io.millrace.connect.rest..",
                "io.millrace.gateway..");
        home("picocli..", "io.millrace.hub.cli..", "io.millrace.bench");
        home("com.google.re2j..", "io.millrace.broker.coordinator..", "io.millrace.registry.json..");
        home("org.apache.hadoop..", "io.millrace.connectors.hdfs..", "io.millrace.testing..");
        home("org.apache.parquet..", "io.millrace.connectors.hdfs..");
        home("io.debezium..", "io.millrace.connectors.cdc..");
        home("io.zonky..", "io.millrace.hub.demo..", "io.millrace.testing..", "io.millrace.bench.peer..");
        home("org.eclipse.aether..", "io.millrace.connect.install..");
        home("com.networknt..", "io.millrace.registry.json..");
        home("org.jose4j..", "io.millrace.tokens..", "io.millrace.broker.server.sasl..", "io.millrace.testing..");
        home("com.google.protobuf..", "io.millrace.registry.protobuf..", "io.millrace.registry.serde.protobuf..");
    }

    private static void unaware(String room, String... others) {
        for (String other : others) {
            check(noClasses()
                    .that()
                    .resideInAPackage("io.millrace.broker." + room + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.millrace.broker." + other + ".."));
        }
    }

    private static void home(String library, String... homes) {
        check(classes()
                .that(resideInAPackage("io.millrace.."))
                .and()
                .resideOutsideOfPackages(homes)
                .should()
                .onlyDependOnClassesThat(not(resideInAPackage(library)))
                .as(library + " is used only in " + String.join(", ", homes)));
    }

    private static void check(ArchRule rule) {
        rule.check(millrace);
    }
}
