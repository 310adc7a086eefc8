/*
 * The tokens of PromQL as of Prometheus 3.14 (https://prometheus.io/docs/prometheus/latest/querying/basics/).
 *
 * Three modes: the expression itself, the inside of braces (where keywords are plain label names) and the inside of
 * brackets (where only durations stand). Whatever fits no token becomes one of the BAD tokens, so that the lexer never
 * fails; LexicalCheck turns the first of them into an error in words.
 */
lexer grammar PromqlLexer;

options {
    caseInsensitive = true;
}

tokens {
    // Operators of duration arithmetic, told apart from those of expressions by the mode or, after offset, by TokenMarks.
    DURATION_ADD,
    DURATION_SUB,
    DURATION_MUL,
    DURATION_DIV,
    DURATION_MOD,
    DURATION_POW,
    // The parenthesis after group_left and group_right, which always opens a label list; told apart by TokenMarks.
    INCLUDE_PAREN
}

SPACE : [ \t\r\n]+ -> skip;
COMMENT : '#' ~[\r\n]* -> skip;

LEFT_PAREN : '(';
RIGHT_PAREN : ')';
LEFT_BRACE : '{' -> pushMode(BRACES);
LEFT_BRACKET : '[' -> pushMode(BRACKETS);
RIGHT_BRACKET : ']';
COMMA : ',';
ASSIGN : '=';

// Operators.
ADD : '+';
SUB : '-';
MUL : '*';
DIV : '/';
MOD : '%';
POW : '^';
EQUAL : '==';
NOT_EQUAL : '!=';
GREATER : '>';
LESS : '<';
GREATER_EQUAL : '>=';
LESS_EQUAL : '<=';
TRIM_UPPER : '</';
TRIM_LOWER : '>/';
AT : '@';
AND : 'and';
OR : 'or';
UNLESS : 'unless';
ATAN2 : 'atan2';

// Aggregation operators.
AVG : 'avg';
BOTTOMK : 'bottomk';
COUNT : 'count';
COUNT_VALUES : 'count_values';
GROUP : 'group';
LIMITK : 'limitk';
LIMIT_RATIO : 'limit_ratio';
MAX : 'max';
MIN : 'min';
QUANTILE : 'quantile';
STDDEV : 'stddev';
STDVAR : 'stdvar';
SUM : 'sum';
TOPK : 'topk';

// Keywords.
ANCHORED : 'anchored';
BOOL : 'bool';
BY : 'by';
FILL : 'fill';
FILL_LEFT : 'fill_left';
FILL_RIGHT : 'fill_right';
GROUP_LEFT : 'group_left';
GROUP_RIGHT : 'group_right';
IGNORING : 'ignoring';
OFFSET : 'offset';
ON : 'on';
SMOOTHED : 'smoothed';
WITHOUT : 'without';

// Functions that are words of the grammar too.
START : 'start';
END : 'end';
STEP : 'step';
RANGE : 'range';
MIN_OF : 'min_of';
MAX_OF : 'max_of';

NUMBER : DECIMAL ('.' DECIMAL?)? EXPONENT? | '.' DECIMAL EXPONENT? | HEXADECIMAL | 'inf' | 'nan';
DURATION options { caseInsensitive = false; } : ([0-9]+ [smhdwy] 's'?)+;
STRING : DOUBLE_QUOTED | SINGLE_QUOTED | RAW_STRING;
IDENTIFIER : WORD;
METRIC_IDENTIFIER : [a-z_:] [a-z0-9_:]*;

BAD_NUMBER : '.'? [0-9] [0-9a-z_.]*;
BAD_STRING : OPEN_DOUBLE | OPEN_SINGLE | OPEN_RAW;
BAD_OPERATOR : '!' | '=~';
BAD_CHARACTER : .;

fragment WORD : [a-z_] [a-z0-9_]*;
fragment DECIMAL : [0-9] ('_'? [0-9])*;
fragment EXPONENT : 'e' [+-]? DECIMAL;
fragment HEXADECIMAL : '0x' '_'? [0-9a-f] ('_'? [0-9a-f])*;
fragment DOUBLE_QUOTED : OPEN_DOUBLE '"';
fragment SINGLE_QUOTED : OPEN_SINGLE '\'';
fragment RAW_STRING : OPEN_RAW '`';
// A string without its closing quote; a backslash may be the last character of the input.
fragment OPEN_DOUBLE : '"' ('\\' . | ~["\\\n])* '\\'?;
fragment OPEN_SINGLE : '\'' ('\\' . | ~['\\\n])* '\\'?;
fragment OPEN_RAW : '`' ~'`'*;

mode BRACES;

BRACES_SPACE : [ \t\r\n]+ -> skip;
BRACES_COMMENT : '#' ~[\r\n]* -> skip;
RIGHT_BRACE : '}' -> popMode;
BRACES_COMMA : ',' -> type(COMMA);
BRACES_ASSIGN : '=' -> type(ASSIGN);
BRACES_NOT_EQUAL : '!=' -> type(NOT_EQUAL);
MATCH_REGEX : '=~';
MATCH_NOT_REGEX : '!~';
BRACES_STRING : (DOUBLE_QUOTED | SINGLE_QUOTED | RAW_STRING) -> type(STRING);
BRACES_IDENTIFIER : WORD -> type(IDENTIFIER);
BRACES_BAD_STRING : (OPEN_DOUBLE | OPEN_SINGLE | OPEN_RAW) -> type(BAD_STRING);
BAD_IN_BRACES : .;

mode BRACKETS;

BRACKETS_SPACE : [ \t\r\n]+ -> skip;
BRACKETS_RIGHT : ']' -> type(RIGHT_BRACKET), popMode;
BRACKETS_LEFT_PAREN : '(' -> type(LEFT_PAREN);
BRACKETS_RIGHT_PAREN : ')' -> type(RIGHT_PAREN);
BRACKETS_COMMA : ',' -> type(COMMA);
COLON : ':';
BRACKETS_ADD : '+' -> type(DURATION_ADD);
BRACKETS_SUB : '-' -> type(DURATION_SUB);
BRACKETS_MUL : '*' -> type(DURATION_MUL);
BRACKETS_DIV : '/' -> type(DURATION_DIV);
BRACKETS_MOD : '%' -> type(DURATION_MOD);
BRACKETS_POW : '^' -> type(DURATION_POW);
BRACKETS_STEP : 'step' -> type(STEP);
BRACKETS_RANGE : 'range' -> type(RANGE);
BRACKETS_MIN_OF : 'min_of' -> type(MIN_OF);
BRACKETS_MAX_OF : 'max_of' -> type(MAX_OF);
BRACKETS_NUMBER : (DECIMAL ('.' DECIMAL?)? EXPONENT? | '.' DECIMAL EXPONENT? | HEXADECIMAL) -> type(NUMBER);
BRACKETS_DURATION options { caseInsensitive = false; } : ([0-9]+ [smhdwy] 's'?)+ -> type(DURATION);
BRACKETS_BAD_NUMBER : '.'? [0-9] [0-9a-z_.]* -> type(BAD_NUMBER);
// What Prometheus's lexer lets pass behind the first number, for its parser to refuse.
BRACKETS_COMMENT : '#' ~[\r\n]* -> channel(HIDDEN);
BRACKETS_OPERATOR : ('==' | '!=' | '<' | '>' | '<=' | '>=' | '</' | '>/' | '@') -> type(EQUAL);
BRACKETS_ASSIGN : '=' -> type(ASSIGN);
BRACKETS_LEFT_BRACE : '{' -> type(LEFT_BRACE);
BRACKETS_STRING : (DOUBLE_QUOTED | SINGLE_QUOTED | RAW_STRING) -> type(STRING);
BRACKETS_BAD_STRING : (OPEN_DOUBLE | OPEN_SINGLE | OPEN_RAW) -> type(BAD_STRING);
BRACKETS_BAD_OPERATOR : ('!' | '=~') -> type(BAD_OPERATOR);

BAD_IN_BRACKETS : [a-z_] [a-z_]* | .;
