/*
 * PromQL as of Prometheus 3.14 (https://prometheus.io/docs/prometheus/latest/querying/basics/), experimental syntax
 * included; features that are off are refused by AstBuilder. Every decision looks at most two tokens ahead.
 */
parser grammar PromqlParser;

options {
    tokenVocab = PromqlLexer;
}

query : expr? EOF;

selector : (metricName labelMatchers? | labelMatchers) EOF;

// From tightest to loosest. A sign binds like a multiplication: -a ^ b is -(a ^ b), -a * b is (-a) * b.
expr
    : expr LEFT_BRACKET durationExpr (COLON durationExpr?)? RIGHT_BRACKET # rangeSelector
    | expr OFFSET {TokenMarks.markOffset(_input);} durationExpr # offsetModifier
    | expr AT atTime # atModifier
    | expr keyword = (ANCHORED | SMOOTHED) # modeModifier
    | <assoc = right> expr op = POW binaryModifier expr # binaryExpr
    | sign = (ADD | SUB) expr # unaryExpr
    | expr op = (MUL | DIV | MOD | ATAN2) binaryModifier expr # binaryExpr
    | expr op = (ADD | SUB) binaryModifier expr # binaryExpr
    | expr op = (EQUAL | NOT_EQUAL | GREATER | LESS | GREATER_EQUAL | LESS_EQUAL | TRIM_UPPER | TRIM_LOWER)
        binaryModifier expr # binaryExpr
    | expr op = (AND | UNLESS) binaryModifier expr # binaryExpr
    | expr op = OR binaryModifier expr # binaryExpr
    | aggregateOp (aggregateModifier callBody | callBody aggregateModifier?) # aggregateExpr
    | functionName callBody # callExpr
    | metricName labelMatchers? # selectorExpr
    | labelMatchers # selectorExpr
    | LEFT_PAREN expr RIGHT_PAREN # parenExpr
    | number # numberExpr
    | STRING # stringExpr
    ;

number : NUMBER | DURATION;

atTime : sign = (ADD | SUB)? number | anchor = (START | END) LEFT_PAREN RIGHT_PAREN;

// Binary operators.
binaryModifier : BOOL? vectorMatching? fillModifiers?;

vectorMatching
    : kind = (ON | IGNORING) groupingLabels (
        group = (GROUP_LEFT | GROUP_RIGHT) {TokenMarks.markInclude(_input);} groupingLabels?
    )?
    ;

fillModifiers
    : FILL both = fillValue
    | FILL_LEFT left = fillValue (FILL_RIGHT right = fillValue)?
    | FILL_RIGHT right = fillValue (FILL_LEFT left = fillValue)?
    ;

fillValue : LEFT_PAREN sign = (ADD | SUB)? number RIGHT_PAREN;

// Aggregations and calls. Spare commas are refused by AstBuilder, with a better message.
aggregateModifier : kind = (BY | WITHOUT) groupingLabels;

groupingLabels : (LEFT_PAREN | INCLUDE_PAREN) (groupingLabel (COMMA groupingLabel)* COMMA?)? RIGHT_PAREN;

groupingLabel : labelWord | STRING;

callBody : LEFT_PAREN (expr (COMMA expr?)*)? RIGHT_PAREN;

functionName : IDENTIFIER | START | END | STEP | RANGE | MIN_OF | MAX_OF;

// Selectors.
labelMatchers : LEFT_BRACE (labelMatcher (COMMA labelMatcher)* COMMA?)? RIGHT_BRACE;

labelMatcher : IDENTIFIER matchOp STRING | STRING (matchOp STRING)?;

matchOp : ASSIGN | NOT_EQUAL | MATCH_REGEX | MATCH_NOT_REGEX;

// Durations, in brackets and after offset.
durationExpr
    : <assoc = right> durationExpr op = DURATION_POW durationExpr # durationBinary
    | sign = (DURATION_ADD | DURATION_SUB) durationExpr # durationSign
    | durationExpr op = (DURATION_MUL | DURATION_DIV | DURATION_MOD) durationExpr # durationBinary
    | durationExpr op = (DURATION_ADD | DURATION_SUB) durationExpr # durationBinary
    | kind = (STEP | RANGE) LEFT_PAREN RIGHT_PAREN # durationQueryValue
    | op = (MIN_OF | MAX_OF) LEFT_PAREN durationExpr COMMA durationExpr RIGHT_PAREN # durationCall
    | LEFT_PAREN durationExpr RIGHT_PAREN # durationParen
    | number # durationLiteral
    ;

// Words of the language that may name other things too.
aggregateOp
    : AVG | BOTTOMK | COUNT | COUNT_VALUES | GROUP | LIMITK | LIMIT_RATIO | MAX | MIN | QUANTILE | STDDEV | STDVAR | SUM
    | TOPK
    ;

metricName
    : IDENTIFIER | METRIC_IDENTIFIER | aggregateOp | AND | OR | UNLESS | ANCHORED | BY | FILL | FILL_LEFT | FILL_RIGHT
    | OFFSET | SMOOTHED | WITHOUT | START | END | STEP | RANGE | MIN_OF | MAX_OF
    ;

labelWord
    : IDENTIFIER | METRIC_IDENTIFIER | aggregateOp | AND | OR | UNLESS | ATAN2 | ANCHORED | BOOL | BY | FILL | FILL_LEFT
    | FILL_RIGHT | GROUP_LEFT | GROUP_RIGHT | IGNORING | OFFSET | ON | SMOOTHED | START | END | STEP | RANGE | MIN_OF
    | MAX_OF
    ;
