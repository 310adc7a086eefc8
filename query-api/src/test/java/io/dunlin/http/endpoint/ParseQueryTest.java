package io.dunlin.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dunlin.http.endpoint.ApiClient.Answer;
import io.dunlin.promql.function.PromqlFeature;
import io.dunlin.promql.parser.ParserOptions;
import java.io.IOException;
import java.util.EnumSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected trees follow Prometheus's {@code translate_ast.go}. */
@Timeout(30)
class ParseQueryTest {
    private static ApiFixture api;

    @BeforeAll
    static void start() throws IOException {
        ParserOptions everything = ParserOptions.withFeatures(EnumSet.allOf(PromqlFeature.class));
        api = new ApiFixture(new FixedStorage(), new ScriptedEngine(), new PromqlText(everything));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static JsonNode parse(String query) {
        Answer answer = api.post("/api/v1/parse_query", "query", query);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.data();
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            1.50     | {'type':'numberLiteral','val':'1.5'}
            "a\\nb"  | {'type':'stringLiteral','val':'a\\nb'}
            -(2)     | {'type':'unaryExpr','op':'-','expr':{'type':'parenExpr','expr':{'type':'numberLiteral','val':'2'}}}
            x{a=~"b"} offset 5m | {'type':'vectorSelector','name':'x','matchers':[{'type':'=~','name':'a','value':'b'},{'type':'=','name':'__name__','value':'x'}],'offset':300000,'offsetExpr':null,'timestamp':null,'startOrEnd':null,'anchored':false,'smoothed':false}
            {a="b"} @ 5.5 | {'type':'vectorSelector','name':'','matchers':[{'type':'=','name':'a','value':'b'}],'offset':0,'offsetExpr':null,'timestamp':5500,'startOrEnd':null,'anchored':false,'smoothed':false}
            {a="b"} offset -1m @ end() | {'type':'vectorSelector','name':'','matchers':[{'type':'=','name':'a','value':'b'}],'offset':-60000,'offsetExpr':null,'timestamp':null,'startOrEnd':'end','anchored':false,'smoothed':false}
            {a="b"}[5m] anchored | {'type':'matrixSelector','name':'','matchers':[{'type':'=','name':'a','value':'b'}],'range':300000,'rangeExpr':null,'offset':0,'offsetExpr':null,'timestamp':null,'startOrEnd':null,'anchored':true,'smoothed':false}
            vector(1)[1h:5m] @ start() | {'type':'subquery','expr':{'type':'call','func':{'name':'vector','argTypes':['scalar'],'returnType':'vector','variadic':0},'args':[{'type':'numberLiteral','val':'1'}]},'range':3600000,'rangeExpr':null,'step':300000,'stepExpr':null,'offset':0,'offsetExpr':null,'timestamp':null,'startOrEnd':'start'}
            vector(1)[1h:] | {'type':'subquery','expr':{'type':'call','func':{'name':'vector','argTypes':['scalar'],'returnType':'vector','variadic':0},'args':[{'type':'numberLiteral','val':'1'}]},'range':3600000,'rangeExpr':null,'step':0,'stepExpr':null,'offset':0,'offsetExpr':null,'timestamp':null,'startOrEnd':null}
            time() | {'type':'call','func':{'name':'time','argTypes':[],'returnType':'scalar','variadic':0},'args':[]}
            vector(1) | {'type':'call','func':{'name':'vector','argTypes':['scalar'],'returnType':'vector','variadic':0},'args':[{'type':'numberLiteral','val':'1'}]}
            """)
    void showsTheTree(String query, String tree) throws IOException {
        assertThat(parse(query)).isEqualTo(json(tree));
    }

    @Test
    void showsOperationsOnVectors() throws IOException {
        JsonNode tree = parse("a * on (b, c) group_left (d) fill_right (0) e");
        assertThat(tree.get("op").textValue()).isEqualTo("*");
        assertThat(tree.get("bool").booleanValue()).isFalse();
        assertThat(tree.get("lhs").get("name").textValue()).isEqualTo("a");
        assertThat(tree.get("rhs").get("name").textValue()).isEqualTo("e");
        assertThat(tree.get("matching"))
                .isEqualTo(json("{'card':'many-to-one','labels':['b','c'],'on':true,'include':['d'],"
                        + "'fillValues':{'lhs':null,'rhs':0}}"));
        assertThat(parse("1 < bool 2").get("matching").isNull()).isTrue();
        assertThat(parse("1 < bool 2").get("bool").booleanValue()).isTrue();
        assertThat(parse("a and b").get("matching").get("card").textValue()).isEqualTo("many-to-many");
    }

    @Test
    void showsAggregationsAndTheirParameters() throws IOException {
        JsonNode tree = parse("topk by (a) (3, x)");
        assertThat(tree.get("type").textValue()).isEqualTo("aggregation");
        assertThat(tree.get("op").textValue()).isEqualTo("topk");
        assertThat(tree.get("param")).isEqualTo(json("{'type':'numberLiteral','val':'3'}"));
        assertThat(tree.get("grouping")).isEqualTo(json("['a']"));
        assertThat(tree.get("without").booleanValue()).isFalse();
        assertThat(parse("sum(x)").get("param").isNull()).isTrue();
        assertThat(parse("sum(x)").get("grouping")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'round(x)', 1, 2", "'hour()', 1, 1", "'label_join(x, \"a\", \",\")', -1, 4", "'rate(x[1m])', 0, 1"})
    void countsArgumentsAsPrometheusDoes(String query, int variadic, int types) {
        assertThat(parse(query).get("func").get("variadic").intValue()).isEqualTo(variadic);
        assertThat(parse(query).get("func").get("argTypes")).hasSize(types);
    }

    @Test
    void showsTheArithmeticOfDurations() throws IOException {
        JsonNode tree = parse("x[5m * (step() + 2)]");
        assertThat(tree.get("range").intValue()).isZero();
        assertThat(tree.get("rangeExpr"))
                .isEqualTo(json("{'type':'durationExpr','op':'*','wrapped':false,"
                        + "'lhs':{'type':'numberLiteral','val':'300','duration':true},"
                        + "'rhs':{'type':'durationExpr','op':'+','wrapped':true,"
                        + "'lhs':{'type':'durationExpr','op':'step','lhs':null,'rhs':null,'wrapped':false},"
                        + "'rhs':{'type':'numberLiteral','val':'2','duration':false}}}"));
    }

    @Test
    void refusesWhatDoesNotParse() {
        assertThat(api.get("/api/v1/parse_query", "query", "x{").status()).isEqualTo(400);
        assertThat(api.get("/api/v1/parse_query", "query", "{a=~\"[\"}").status())
                .isEqualTo(400);
        assertThat(api.get("/api/v1/series", "match[]", "{a=~\"[\"}").status()).isEqualTo(400);
    }
}
