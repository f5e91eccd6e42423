package io.millrace.registry.model.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.exporter.NamedTable.Written;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ChangeExportersTest {
    private final NamedTable<Exporter> exporters = new NamedTable<>();
    private final NamedTable<ExporterStatus> statuses = new NamedTable<>();

    private static Exporter exporter(String name, String id) {
        return new Exporter(
                name,
                id,
                ContextType.CUSTOM,
                ".c",
                List.of("a", "b*"),
                Exporter.SUBJECT,
                new TreeMap<>(Map.of("schema.registry.url", "http://there", "basic.auth.user.info", "a:secret")));
    }

    private static RegistryErrorCode refusal(Decision<?> decision) {
        return decision.fold(value -> null, Decision.Refused::code);
    }

    private ExporterStatus status(Exporter exporter) {
        return ChangeExporters.status(statuses, exporter);
    }

    @Test
    void thereIsOneExporterOfAName() {
        exporters.apply(new Written<>("e", Optional.of(exporter("e", "1"))));

        assertThat(refusal(ChangeExporters.create(exporters, exporter("e", "2"), 2)))
                .isEqualTo(RegistryErrorCode.EXPORTER_EXISTS);
        assertThat(refusal(ChangeExporters.create(exporters, exporter("f", "2"), 1)))
                .isEqualTo(RegistryErrorCode.TOO_MANY_EXPORTERS);
        assertThat(ChangeExporters.create(exporters, exporter("f", "2"), 2).isAccepted())
                .isTrue();
        assertThat(refusal(ChangeExporters.delete(exporters, "f"))).isEqualTo(RegistryErrorCode.EXPORTER_NOT_FOUND);
    }

    @Test
    void oneThatIsMadeUnderTheNameOfAnotherBeginsAnew() {
        Exporter former = exporter("e", "1");
        ChangeExporters.move(statuses, former, status(former), status(former).at(7, 8, ExporterState.RUNNING))
                .forEach(statuses::apply);

        assertThat(status(former)).isEqualTo(new ExporterStatus("1", ExporterState.RUNNING, 7, 8, ""));
        assertThat(status(exporter("e", "2"))).isEqualTo(ExporterStatus.initial("2"));
    }

    @Test
    void nothingMovesAnExporterThatRestsOrIsSomewhereElse() {
        Exporter exporter = exporter("e", "1");
        ExporterStatus first = status(exporter);
        ExporterStatus further = first.at(7, 8, ExporterState.RUNNING);
        ChangeExporters.move(statuses, exporter, first, further).forEach(statuses::apply);

        assertThat(ChangeExporters.move(statuses, exporter, first, first.at(3, 4, ExporterState.RUNNING)))
                .as("somebody else was there")
                .isEmpty();
        ChangeExporters.pause(statuses, exporter).forEach(statuses::apply);
        ExporterStatus paused = status(exporter);
        assertThat(paused).isEqualTo(further.in(ExporterState.PAUSED, ""));
        assertThat(ChangeExporters.move(statuses, exporter, paused, paused.at(9, 9, ExporterState.RUNNING)))
                .isEmpty();
        assertThat(ChangeExporters.move(statuses, exporter, further, further.at(9, 9, ExporterState.RUNNING)))
                .isEmpty();
    }

    @Test
    void onlyOneThatRestsIsResetAndResumed() {
        Exporter exporter = exporter("e", "1");
        assertThat(refusal(ChangeExporters.reset(statuses, exporter))).isEqualTo(RegistryErrorCode.EXPORTER_NOT_PAUSED);
        assertThat(ChangeExporters.resume(statuses, exporter)).isEmpty();

        ChangeExporters.move(
                        statuses, exporter, status(exporter), status(exporter).at(7, 8, ExporterState.RUNNING))
                .forEach(statuses::apply);
        ChangeExporters.pause(statuses, exporter).forEach(statuses::apply);
        assertThat(ChangeExporters.pause(statuses, exporter)).isEmpty();
        ChangeExporters.reset(statuses, exporter)
                .fold(records -> records, refused -> List.<Written<ExporterStatus>>of())
                .forEach(statuses::apply);
        assertThat(status(exporter)).isEqualTo(new ExporterStatus("1", ExporterState.PAUSED, -1, 0, ""));
        ChangeExporters.resume(statuses, exporter).forEach(statuses::apply);
        assertThat(status(exporter)).isEqualTo(ExporterStatus.initial("1"));
    }

    @Test
    void recordsSayAllAndTextsForPeopleNoSecret() throws IOException {
        Exporter exporter = exporter("e", "1");
        ExporterStatus status = new ExporterStatus("1", ExporterState.ERROR, 7, 8, "away");

        assertThat(ExporterCodec.readExporter(ExporterCodec.write(exporter))).isEqualTo(exporter);
        assertThat(ExporterCodec.readStatus(ExporterCodec.write(status))).isEqualTo(status);
        assertThat(ExporterCodec.name(ExporterCodec.key("e"))).isEqualTo("e");
        assertThat(exporter.toString()).doesNotContain("secret").contains("b*");
    }
}
