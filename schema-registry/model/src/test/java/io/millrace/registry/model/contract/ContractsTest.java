package io.millrace.registry.model.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContractsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode tree(String text) throws JsonProcessingException {
        return JSON.readTree(text.replace('\'', '"'));
    }

    private static String metadata(String text) throws JsonProcessingException {
        return Metadata.canonical(tree(text));
    }

    private static String rules(String text) throws JsonProcessingException {
        return RuleSet.canonical(tree(text));
    }

    @Test
    void writesMetadataInOneOrderAndKeepsWhatItDoesNotKnow() throws JsonProcessingException {
        assertThat(metadata("{'new':1,'sensitive':['b','a','b'],'properties':{'z':1,'a':true},'tags':{'x':['q','p']}}"))
                .isEqualTo("{'tags':{'x':['p','q']},'properties':{'a':'true','z':'1'},'sensitive':['a','b'],'new':1}"
                        .replace('\'', '"'));
        assertThat(metadata("{'properties':{},'tags':null}")).isEqualTo(Metadata.NONE);
        assertThat(metadata(metadata("{'new':1}"))).isEqualTo(metadata("{'new':1}"));
    }

    @Test
    void mergesMetadata() throws JsonProcessingException {
        String under = metadata("{'tags':{'x':['p']},'properties':{'a':'1','b':'1'},'sensitive':['a'],'old':1}");
        String over = metadata("{'tags':{'x':['q'],'y':['r']},'properties':{'b':'2'},'sensitive':['b']}");

        assertThat(Metadata.merge(under, over))
                .isEqualTo(metadata("{'tags':{'x':['p','q'],'y':['r']},'properties':{'a':'1','b':'2'},"
                        + "'sensitive':['a','b'],'old':1}"));
    }

    @Test
    void writesRulesWithTheKindAndModeThatAreMeant() throws JsonProcessingException {
        assertThat(
                        rules(
                                "{'x':1,'domainRules':[{'type':'CEL','new':2,'tags':['b','a'],'name':'r'}],'migrationRules':[]}"))
                .isEqualTo(("{'domainRules':[{'name':'r','kind':'TRANSFORM','mode':'WRITEREAD','type':'CEL',"
                                + "'tags':['a','b'],'disabled':false,'new':2}],'x':1}")
                        .replace('\'', '"'));
    }

    @Test
    void replacesRulesByNameWithinOneList() throws JsonProcessingException {
        // Given
        String under = rules("{'domainRules':[{'name':'a','type':'A'},{'name':'b','type':'A'}],"
                + "'migrationRules':[{'name':'b','type':'M','mode':'UPGRADE'}],'enableAt':'x'}");
        String over = rules("{'domainRules':[{'name':'a','type':'B'}]}");

        // Then
        assertThat(RuleSet.merge(under, over))
                .isEqualTo(rules("{'migrationRules':[{'name':'b','type':'M','mode':'UPGRADE'}],"
                        + "'domainRules':[{'name':'b','type':'A'},{'name':'a','type':'B'}],'enableAt':'x'}"));
        assertThat(RuleSet.without(under, Set.of("b")))
                .isEqualTo(rules("{'domainRules':[{'name':'a','type':'A'}],'enableAt':'x'}"));
        assertThat(RuleSet.hasType(under, "M")).isTrue();
        assertThat(RuleSet.hasType(over, "M")).isFalse();
    }

    @Test
    void takesRulesOfTheModesThatTheirListIsFor() throws JsonProcessingException {
        assertThat(RuleSet.problem(tree("{'migrationRules':[{'name':'a','type':'T','mode':'UPDOWN'}],"
                        + "'domainRules':[{'name':'a','type':'T','mode':'READ','kind':'CONDITION'}],"
                        + "'encodingRules':[{'name':'_a1','type':'T'}],'unknown':1}")))
                .isEmpty();
        assertThat(RuleSet.problem(tree("{'migrationRules':[{'name':'a','type':'T'}]}"))
                        .orElse(""))
                .contains("WRITEREAD", "UPGRADE");
    }
}
