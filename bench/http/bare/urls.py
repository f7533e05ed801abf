"""One page, one list over REST and over GraphQL, as the frameworks' tutorials write them."""

from __future__ import annotations

from typing import Any

import graphene
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from graphene_django import DjangoObjectType
from graphene_django.views import GraphQLView
from rest_framework import generics, serializers
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.renderers import JSONRenderer

from bench.http.bare.models import Article, Author, Tag


def page(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "bare/article.html", {"article": get_object_or_404(Article, slug=slug)})


class AuthorSerializer(serializers.ModelSerializer[Author]):
    class Meta:
        model = Author
        fields = ["id", "name"]


class TagSerializer(serializers.ModelSerializer[Tag]):
    class Meta:
        model = Tag
        fields = ["id", "name"]


class ArticleSerializer(serializers.ModelSerializer[Article]):
    author = AuthorSerializer()
    tags = TagSerializer(many=True)

    class Meta:
        model = Article
        fields = ["id", "slug", "title", "summary", "views", "author", "tags"]


class Articles(generics.ListAPIView[Article]):
    queryset = Article.objects.select_related("author").prefetch_related("tags").order_by("-id")
    serializer_class = ArticleSerializer
    pagination_class = LimitOffsetPagination
    renderer_classes = [JSONRenderer]


class AuthorType(DjangoObjectType):  # type: ignore[misc]
    class Meta:
        model = Author
        fields = ("id", "name")


class TagType(DjangoObjectType):  # type: ignore[misc]
    class Meta:
        model = Tag
        fields = ("id", "name")


class ArticleType(DjangoObjectType):  # type: ignore[misc]
    class Meta:
        model = Article
        fields = ("id", "slug", "title", "summary", "views", "author", "tags")


class Query(graphene.ObjectType):  # type: ignore[misc]
    articles = graphene.List(ArticleType, first=graphene.Int())

    def resolve_articles(self, info: Any, first: int = 20) -> Any:
        found = Article.objects.select_related("author").prefetch_related("tags")
        return found.order_by("-id")[:first]


schema = graphene.Schema(query=Query)
urlpatterns = [
    path("articles/<slug:slug>", page),
    path("api/articles/", Articles.as_view()),
    path("graphql", csrf_exempt(GraphQLView.as_view())),
]
