package io.millrace.registry.model.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.model.CompatibilityLevel;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.RegistryMode;
import io.millrace.registry.model.SubjectConfig;
import io.millrace.registry.model.SubjectName;
import io.millrace.registry.model.record.RegistryRecord;
import io.millrace.registry.model.state.RegistryState;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeleteContextTest {
    private final RegistryState state = new RegistryState();

    private void requireRefused(String context, boolean modesMayChange, String why) {
        assertThat(DeleteContext.decide(state, context, modesMayChange))
                .isInstanceOfSatisfying(Decision.Refused.class, refused -> {
                    assertThat(refused.code()).isEqualTo(RegistryErrorCode.OPERATION_NOT_PERMITTED);
                    assertThat(refused.message()).contains(why);
                });
    }

    @Test
    void keepsTheSettingsAboveAllContexts() {
        // Given
        new RegistryRecord.ConfigWritten(
                        SubjectName.GLOBAL_SCOPE, Optional.of(SubjectConfig.of(CompatibilityLevel.FULL)))
                .replay(state);

        // Then
        requireRefused(".__GLOBAL", true, "above all contexts");
    }

    @Test
    void keepsModesThatAreFixed() {
        // Given
        new RegistryRecord.ContextWritten(".c", true).replay(state);
        assertThat(DeleteContext.decide(state, ".c", false).isAccepted()).isTrue();

        // When
        new RegistryRecord.ModeWritten(":.c:s", Optional.of(RegistryMode.READONLY)).replay(state);

        // Then
        requireRefused(".c", false, "mode.mutability=false");
        assertThat(DeleteContext.decide(state, ".c", true).isAccepted()).isTrue();
    }
}
